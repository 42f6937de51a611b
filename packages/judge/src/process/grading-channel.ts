import { toldOutcome } from "@lockstep/contracts";
import { z } from "zod";

/** Between the judge process and the worker in which its tests run: the worker says that it waits, and is told the grading. */
export const GRADING_CHANNEL = "lockstep-grading";

/** What the tests are run for. */
export const grading = z.strictObject({
  /** Test files that count; the others of the exercise are skipped. */
  files: z.array(z.string()),
  /** All random inputs come from it. 0 to 2³² − 1. */
  seed: z.number().int(),
  /** How the exercise tells ends that a program makes impossible. */
  outcomes: z.array(toldOutcome),
});
export type ToldGrading = z.infer<typeof grading>;
