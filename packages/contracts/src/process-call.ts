import { z } from "zod";
import { plain } from "./observation.ts";

const number = z.number().int().nonnegative();

/**
 * What a process of a paced round asks of its conductor at the end of a stretch of work: everything by which it can meet
 * another. It comes from a process in which the student's code runs.
 */
export const processCall = z.discriminatedUnion("kind", [
  /** Answered by the number of the new process. `target`: a function that the student's module exports. */
  z.strictObject({ kind: z.literal("start"), target: z.string(), args: z.array(plain) }),
  z.strictObject({ kind: z.literal("join"), process: number }),
  /** A new one; answered by its number. */
  z.strictObject({ kind: z.enum(["lock", "queue"]) }),
  z.strictObject({ kind: z.enum(["acquire", "release"]), lock: number }),
  z.strictObject({ kind: z.literal("put"), queue: number, value: plain }),
  z.strictObject({ kind: z.literal("get"), queue: number }),
  /** Its target has returned, or thrown. */
  z.strictObject({ kind: z.literal("end"), result: plain }),
  z.strictObject({ kind: z.literal("threw"), error: z.string() }),
]);
export type ProcessCall = z.infer<typeof processCall>;
