import { expect, test } from "vitest";
import { z } from "zod";
import { manifest, reasons } from "../src/index.ts";
import { manifestJsonSchema } from "../src/manifest-schema.ts";

const part = z.object({ properties: z.record(z.string(), z.unknown()), additionalProperties: z.literal(false) });
const cases = z.object({ items: part });
const feedback = z.object({ propertyNames: z.object({ enum: z.array(z.string()) }) });

test("editors know every key of the manifest, no others, and every reason", () => {
  const { properties } = part.parse(manifestJsonSchema());
  const ofCase = cases.parse(properties["cases"]).items.properties;

  expect(Object.keys(properties)).toEqual(Object.keys(manifest.shape));
  expect(feedback.parse(ofCase["feedback"]).propertyNames.enum).toEqual(reasons);
});

test("what may be left out is not demanded", () => {
  const { required } = z.object({ required: z.array(z.string()) }).parse(manifestJsonSchema());

  expect(required).toContain("lesson");
  for (const key of ["$schema", "marks", "outcomes"]) expect(required).not.toContain(key);
});
