import { z } from "zod";
import { schedule } from "./schedule.ts";
import { localised } from "./text.ts";
import { threadRounds, timing } from "./timing.ts";
import { reason, verdict } from "./verdict.ts";

const measuredMs = z.number().min(0);

/** How often a defect showed among schedules that were tried by chance. */
export const sampled = z.strictObject({
  /** Schedules that showed it, 1 to `tried`. */
  broke: z.number().int().min(1),
  /** Schedules that were tried: all, or those up to the first that had no end. */
  tried: z.number().int().min(1),
  /** Schedules that would have been tried without it. */
  asked: z.number().int().min(1),
});
export type Sampled = z.infer<typeof sampled>;

/** How one test ended for a submission. Holds nothing that a student may not see. */
export const caseResult = z.strictObject({
  id: z.string(),
  title: localised,
  visibility: z.enum(["visible", "hidden"]),
  verdict,
  /** Null exactly when the verdict is `accepted` or `internal-error`. */
  reason: reason.nullable(),
  points: z.number().int().min(0),
  pointsMax: z.number().int().min(0),
  /** Which property broke and what to think about. */
  feedback: localised.nullable(),
  /** What was seen: an error's text, who waits for whom, how often it happened. */
  seen: localised.nullable(),
  /** An interleaving that shows it. */
  schedule: schedule.nullable(),
  section: z.string().nullable(),
  /** How far a verdict goes: every schedule, or some, and why not all. Absent in results of old. */
  remark: localised.nullable().default(null),
  /** Where chance had to find what broke: how often it showed. Absent in results of old. */
  sampled: sampled.nullable().default(null),
  /** What each thread did when, where the case was timed on virtual cores. Absent in results of old. */
  timing: timing.nullable().default(null),
  /** The rounds on real threads, where they decided the case. Absent in results of old. */
  threadRounds: threadRounds.nullable().default(null),
  /** Rounds that were run for it. */
  rounds: z.number().int().min(0),
  wallTimeMs: measuredMs,
  /** Of all boxes of the case; null where the sandbox cannot tell. */
  cpuTimeMs: measuredMs.nullable(),
  /** Greatest of its boxes; null where the sandbox cannot tell. */
  memoryBytesMax: z.number().min(0).nullable(),
});
export type CaseResult = z.infer<typeof caseResult>;

/** Where the student's text does not compile. Lines and columns count from 1. */
export const compileError = z.strictObject({
  file: z.string(),
  line: z.number().int().min(1),
  column: z.number().int().min(1),
  message: z.string().max(2000),
});
export type CompileError = z.infer<typeof compileError>;

/** What the student's program printed, kept up to a limit. Show it as text, never as markup. */
export const programOutput = z.strictObject({
  stdout: z.string(),
  stderr: z.string(),
  /** Some of it was dropped. */
  truncated: z.boolean(),
});
export type ProgramOutput = z.infer<typeof programOutput>;

/** The whole result of grading one submission. */
export const gradingReport = z.strictObject({
  verdict,
  /** Of the case that decided. */
  reason: reason.nullable(),
  decidingCase: z.string().nullable(),
  points: z.number().int().min(0),
  pointsMax: z.number().int().min(0),
  cases: z.array(caseResult),
  compileErrors: z.array(compileError),
  output: programOutput,
  /** All random inputs come from it; the same seed asks the same questions. */
  seed: z.number().int().min(0).max(0xffff_ffff),
  exercise: z.strictObject({ slug: z.string(), version: z.string() }),
  wallTimeMs: measuredMs,
  cpuTimeMs: measuredMs.nullable(),
  memoryBytesMax: z.number().min(0).nullable(),
  /** For instructors: what went wrong on our side. Null unless the verdict is `internal-error`. */
  internal: z.string().nullable(),
  /** Cases that the machine was too busy to judge: to be measured again. Absent in results of old. */
  tooBusy: z.array(z.string()).default([]),
});
export type GradingReport = z.infer<typeof gradingReport>;
