import { z } from "zod";
import { caseResult, compileError, programOutput } from "./grading.ts";
import { localised } from "./text.ts";
import { reason, verdict } from "./verdict.ts";

/** What happens to a submission, in order; each is a row in the database and an event in the browser. */
export const progressEvent = z.discriminatedUnion("kind", [
  /** It waits for a runner: at first, and again where a runner gave it back because it can't run anything. */
  z.strictObject({ kind: z.literal("queued") }),
  z.strictObject({ kind: z.literal("started"), runner: z.string(), attempt: z.number().int().min(1) }),
  /** The cases that will be run, so that the page can show the empty rows. */
  z.strictObject({
    kind: z.literal("planned"),
    cases: z.array(z.strictObject({ id: z.string(), title: localised, visibility: z.enum(["visible", "hidden"]) })),
  }),
  z.strictObject({ kind: z.literal("case-started"), id: z.string() }),
  z.strictObject({ kind: z.literal("case-finished"), result: caseResult }),
  /** Our side failed; the submission is graded again and nothing counts. */
  z.strictObject({ kind: z.literal("retrying"), attempt: z.number().int().min(1) }),
  /** The machine was too busy to measure some cases; the submission is graded again soon, and nothing counts. `time`: from 1. */
  z.strictObject({ kind: z.literal("measuring-again"), time: z.number().int().min(1), cases: z.array(z.string()) }),
  /** The end, by the student's wish: nothing was counted. */
  z.strictObject({ kind: z.literal("cancelled") }),
  /** After an end: an instructor has it graded again. The verdict before is history. */
  z.strictObject({ kind: z.literal("regrading") }),
  /** The end. `internal` is never in it. */
  z.strictObject({
    kind: z.literal("verdict"),
    verdict,
    reason: reason.nullable(),
    decidingCase: z.string().nullable(),
    points: z.number().int(),
    pointsMax: z.number().int(),
    compileErrors: z.array(compileError),
    output: programOutput,
  }),
]);
export type ProgressEvent = z.infer<typeof progressEvent>;

/** Whether nothing more comes after this event, unless an instructor has it graded again. */
export function isEnd({ kind }: ProgressEvent): boolean {
  return kind === "verdict" || kind === "cancelled";
}
