import type { Localised, Plain, Reason, Schedule, Verdict } from "@lockstep/contracts";
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

/** Notes on the running test why it fails, in terms that a student may see. The first note stands. */
export function note(failure: {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  readonly seen?: Localised | null;
  readonly schedule?: Schedule | null;
  readonly internal?: string | null;
}): void {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error("The testkit's verbs work inside a test only.");
  const noted: Failure = {
    verdict: failure.verdict,
    reason: failure.reason,
    seen: failure.seen ?? null,
    schedule: failure.schedule ?? null,
    internal: failure.internal ?? null,
  };
  test.meta.lockstep ??= noted;
}

declare module "vitest" {
  interface TaskMeta {
    /** Why the test fails; read by the judge's reporter. */
    lockstep?: Failure;
  }
}

/** A value for people, short. */
export function show(value: Plain): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
