import { z } from "zod";
import { boxModule } from "./box.ts";
import { manifest, slug } from "./manifest.ts";
import { sourceFile } from "./submission.ts";
import { locales, localised } from "./text.ts";

/**
 * An exercise as it travels: everything the judge and the pages need, in one value. `version` is the hash of its content,
 * so the same folder has the same version everywhere.
 */
/** A right solution as it is shown to whoever has solved the exercise. */
export const modelSolution = z.strictObject({
  name: slug,
  /** Markdown with a heading: what is particular about this style. Null where nobody has written it. */
  about: localised.nullable(),
  files: z.array(sourceFile).min(1),
});
export type ModelSolution = z.infer<typeof modelSolution>;

export const exercisePack = z.strictObject({
  slug,
  version: z.string().regex(/^[0-9a-f]{64}$/),
  manifest,
  /** Markdown. */
  statement: z.record(z.enum(locales), z.string()),
  /** By language; read-only files of the exercise are not part of it. */
  starter: z.record(z.string(), z.array(sourceFile)),
  /** Bundled, by name; run inside the sandbox. */
  scenarios: z.array(boxModule),
  /** Their text, for the explorer. Empty in packs of old: their scenarios are not explored. */
  scenarioFiles: z.array(sourceFile).default([]),
  /** Test files by name, as text; run by the judge. Never leaves the server. */
  tests: z.array(z.strictObject({ name: z.string(), text: z.string() })),
  /** Source of the visible test file, shown to students. */
  visibleTests: z.string(),
});
export type ExercisePack = z.infer<typeof exercisePack>;
