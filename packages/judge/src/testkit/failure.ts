import type { Localised, Plain, Reason, Sampled, Schedule, ThreadRounds, Timing, Verdict } from "@lockstep/contracts";
import { TestRunner } from "vitest";
import type { Failure } from "../protocol.ts";

/** A run that ended in a way that decides the case, whatever the test goes on to check. */
export class RunFailedError extends Error {
  readonly code = "run-failed";
  constructor(message: string) {
    super(message);
    this.name = "RunFailedError";
  }
}

/** The test is written in a way that can't be: never the student's fault. The text says what to do. */
export class TestMistakeError extends Error {
  readonly code = "test-mistake";
  constructor(message: string) {
    super(message);
    this.name = "TestMistakeError";
  }
}

/** @throws {TestMistakeError} where no test runs. */
function runningTest() {
  const test = TestRunner.getCurrentTest();
  if (test) return test;
  throw new TestMistakeError(
    "something was asked when its test was over: await every explore(), sample(), measure() …",
  );
}

/** Notes on the running test why it fails, in terms that a student may see. The first note stands. */
export function note(failure: {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  readonly seen?: Localised | null;
  readonly schedule?: Schedule | null;
  readonly sampled?: Sampled | null;
  readonly internal?: string | null;
}): void {
  const test = runningTest();
  const noted: Failure = {
    verdict: failure.verdict,
    reason: failure.reason,
    seen: failure.seen ?? null,
    schedule: failure.schedule ?? null,
    sampled: failure.sampled ?? null,
    internal: failure.internal ?? null,
  };
  test.meta.lockstep ??= noted;
}

/**
 * Remarks on the running test how far what it found goes. Of several remarks the one of the highest rank stands: the one
 * that claims least.
 */
export function remark(text: Localised, rank: number): void {
  const test = runningTest();
  if ((test.meta.lockstepRemark?.rank ?? -1) <= rank) test.meta.lockstepRemark = { text, rank };
}

/** Keeps what a run on virtual cores has shown for the picture; that of the last one stands. */
export function picture(timing: Timing): void {
  const test = runningTest();
  test.meta.lockstepTiming = timing;
}

/** Keeps what rounds on real threads have shown, for the picture. */
export function pictureRounds(rounds: ThreadRounds): void {
  const test = runningTest();
  test.meta.lockstepThreadRounds = rounds;
}

/**
 * Ends the running test without a verdict: the machine was too busy to tell. Its submission is measured again, and where
 * that doesn't help either, `seen` tells its student; it never counts.
 * @throws always.
 */
export function abstain(seen: Localised, internal: string): never {
  const test = runningTest();
  note({ verdict: "internal-error", reason: null, seen, internal });
  test.meta.lockstepTooBusy = true;
  throw new RunFailedError(internal);
}

declare module "vitest" {
  interface TaskMeta {
    /** How far what was found goes; read by the judge's reporter. */
    lockstepRemark?: { readonly text: Localised; readonly rank: number };
    /** What the last run on virtual cores has shown; for the picture. */
    lockstepTiming?: Timing;
    /** What the rounds on real threads have shown; likewise. */
    lockstepThreadRounds?: ThreadRounds;
    /** The machine was too busy for a verdict. */
    lockstepTooBusy?: boolean;
    /** Why the test fails; read by the judge's reporter. */
    lockstep?: Failure;
  }
}

/** A value for people, short. */
export function show(value: Plain): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
