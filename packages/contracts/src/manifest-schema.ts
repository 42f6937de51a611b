import { z } from "zod";
import { manifest } from "./manifest.ts";

/**
 * The JSON Schema of `exercise.json`, by which editors complete and check it while it is written. It can't say everything that
 * the manifest demands: that ids are unique, or that a wrong solution states reason and case, is said by `lockstep verify`.
 */
export function manifestJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(manifest, { io: "input", unrepresentable: "any" });
  return { ...schema, title: "exercise.json of Lockstep" };
}
