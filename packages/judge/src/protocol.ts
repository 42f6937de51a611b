import {
  boxAnswer,
  explorationBudget,
  localised,
  plain,
  programOutput,
  reason,
  sampled,
  schedule,
  slug,
  sourcePlace,
  threadRounds,
  timing,
  timingBudget,
  verdict,
} from "@lockstep/contracts";
import { z } from "zod";
import { grading } from "./process/grading-channel.ts";

/**
 * What the judge process and the grader say to each other over a Unix socket, one JSON text a line.
 * The judge process runs the exercise's tests, which are code too: what it says is parsed like any other input.
 */

/** How the text of an ordinary assertion begins; anything else that a test throws is a mistake in the test. */
export const ASSERTION = "AssertionError";

/** Why a test did not hold, in terms that a student may see. Noted by the testkit before it throws. */
export const failure = z.strictObject({
  verdict,
  reason: reason.nullable(),
  seen: localised.nullable(),
  schedule: schedule.nullable(),
  sampled: sampled.nullable(),
  /** For instructors only. */
  internal: z.string().nullable(),
});
export type Failure = z.infer<typeof failure>;

/** Asked by a test: runs of a scenario in a fresh box. */
export const runRequest = z.strictObject({
  kind: z.literal("run"),
  id: z.number().int(),
  /** Title of the test that asks. */
  test: z.string(),
  scenario: slug,
  input: plain,
  mode: z.enum(["free", "gated", "explored", "timed", "paced"]),
  /** Ideal cores of a `paced` run. Of a `free` one, which is then by the clock: 1 for real waits, on the core that its box has anyway; more: real cores that its box is to have to itself, for the figure beside a verdict. */
  cores: z.number().int().min(1).max(64).optional(),
  /** Present exactly when it is `explored`. */
  budget: explorationBudget.optional(),
  /** Present exactly when it is `timed`. */
  timing: timingBudget.optional(),
  seeds: z.array(z.number().int()).min(1).max(5000),
  stepsMax: z.number().int(),
});
export type RunRequest = z.infer<typeof runRequest>;

export const fromJudge = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready") }),
  z.strictObject({ kind: z.literal("test-started"), title: z.string() }),
  z.strictObject({
    kind: z.literal("test-finished"),
    title: z.string(),
    state: z.enum(["passed", "failed", "skipped"]),
    failure: failure.nullable(),
    /** How far what was found goes, for people. */
    remark: localised.nullable(),
    /** Of the last run on virtual cores. */
    timing: timing.nullable(),
    /** The rounds on real threads that decided. */
    threadRounds: threadRounds.nullable(),
    /** Text of the assertion, for instructors: it may hold expected values. */
    message: z.string().nullable(),
    /** `file:line` of the tests where it failed; null where that is not known. */
    at: z.string().nullable(),
    /** The machine was too busy to say how the case ends. */
    tooBusy: z.boolean(),
    wallTimeMs: z.number(),
  }),
  z.strictObject({ kind: z.literal("done"), problems: z.array(z.string()) }),
  runRequest,
]);
export type FromJudge = z.infer<typeof fromJudge>;

/** What a box did, as a test may know it. */
export const runReply = z.strictObject({
  kind: z.literal("run-reply"),
  id: z.number().int(),
  status: z.enum([
    "answered",
    "not-explorable",
    "no-cores",
    "ended-early",
    "protocol-violation",
    "cpu-time-limit",
    "wall-time-limit",
    "memory-limit",
    "output-limit",
    "sandbox-error",
  ]),
  answer: boxAnswer.omit({ nonce: true }).nullable(),
  /** Present exactly when it is not explorable: no box was asked. */
  refusal: z
    .strictObject({ whose: z.enum(["student", "scenario"]), because: z.string(), at: sourcePlace.nullable() })
    .optional(),
  /** Of a paced run: whether the kernel's account of its threads bears its figures out; null where it keeps none. */
  accountedFor: z.boolean().nullable().optional(),
  /** By the clock and the kernel's account, both read outside the box; of a `free` run with `cores`. The delay is that of the thread that waited longest for a core. */
  wall: z.strictObject({ timeMs: z.number(), runDelayMs: z.number() }).nullable().optional(),
  output: programOutput,
  detail: z.string(),
});
export type RunReply = z.infer<typeof runReply>;

export const toJudge = z.discriminatedUnion("kind", [
  /** Begin a run, whose tests wait for the grading that is expected. */
  z.strictObject({ kind: z.literal("prepare") }),
  grading.extend({ kind: z.literal("grade") }),
  z.strictObject({ kind: z.literal("end") }),
  runReply,
]);
export type ToJudge = z.infer<typeof toJudge>;
