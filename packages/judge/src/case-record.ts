import type { CaseResult, Localised, ManifestCase, Reason, Verdict } from "@lockstep/contracts";
import type { BoxRun } from "@lockstep/sandbox";
import { ASSERTION, type Failure, type FromJudge } from "./protocol.ts";
import { withToldMarks } from "./told-marks.ts";

type Finished = Extract<FromJudge, { kind: "test-finished" }>;

/** What is gathered about one case while its test runs. */
export class CaseRecord {
  readonly #case: ManifestCase;
  readonly #marks: readonly Localised[];
  #rounds = 0;
  #cpuTimeMs: number | null = 0;
  #memoryBytesMax: number | null = 0;
  #internal: string | null = null;

  /** @param marks those of the exercise. */
  constructor(manifestCase: ManifestCase, marks: readonly Localised[]) {
    this.#case = manifestCase;
    this.#marks = marks;
  }

  /** For instructors: why the case is `internal-error`. */
  get internal(): string | null {
    return this.#internal;
  }

  add(run: BoxRun): void {
    this.#rounds += run.answer?.rounds ?? 0;
    this.#cpuTimeMs = run.cpuTimeMs === null || this.#cpuTimeMs === null ? null : this.#cpuTimeMs + run.cpuTimeMs;
    this.#memoryBytesMax =
      run.memoryBytesMax === null || this.#memoryBytesMax === null
        ? null
        : Math.max(this.#memoryBytesMax, run.memoryBytesMax);
  }

  finish(finished: Finished): CaseResult {
    const { verdict, reason, seen, schedule, sampled, internal } = judged(finished);
    const { remark, timing, threadRounds } = finished;
    this.#internal = internal;
    const { id, title, visibility, points, feedback, section } = this.#case;
    return {
      id,
      title,
      visibility,
      verdict,
      reason,
      points: verdict === "accepted" ? points : 0,
      pointsMax: points,
      feedback: (reason === null ? undefined : feedback[reason]) ?? null,
      seen,
      schedule: schedule && withToldMarks(schedule, this.#marks),
      section: section ?? null,
      remark: verdict === "internal-error" ? null : remark,
      sampled,
      timing: verdict === "internal-error" ? null : timing,
      threadRounds: verdict === "internal-error" ? null : threadRounds,
      rounds: this.#rounds,
      wallTimeMs: finished.wallTimeMs,
      cpuTimeMs: this.#cpuTimeMs,
      memoryBytesMax: this.#memoryBytesMax,
    };
  }

  /** The result of a case whose test never came to an end. */
  missing(internal: string): CaseResult {
    const failure: Failure = {
      verdict: "internal-error",
      reason: null,
      seen: null,
      schedule: null,
      sampled: null,
      internal,
    };
    return this.finish({
      kind: "test-finished",
      title: this.#case.test,
      state: "failed",
      failure,
      remark: null,
      timing: null,
      threadRounds: null,
      tooBusy: false,
      message: null,
      at: null,
      wallTimeMs: 0,
    });
  }
}

interface Judged {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  readonly seen: Failure["seen"];
  readonly schedule: Failure["schedule"];
  readonly sampled: Failure["sampled"];
  readonly internal: string | null;
}

function ourFault(text: string): Judged {
  return {
    verdict: "internal-error",
    reason: null,
    seen: null,
    schedule: null,
    sampled: null,
    internal: text,
  };
}

/** Fail closed: a test that passes although a failure was noted, or that was skipped, is an error of the exercise. */
function judged({ state, failure, message: text, at }: Finished): Judged {
  const placed = (said: string) => (at === null ? said : `${at}: ${said}`);
  const message = text === null ? null : placed(text);
  switch (state) {
    case "passed":
      if (failure) return ourFault(`the test passed although it noted ${failure.verdict}`);
      return { verdict: "accepted", reason: null, seen: null, schedule: null, sampled: null, internal: null };
    case "failed": {
      if (failure) {
        if (failure.verdict === "accepted") return ourFault("a failed test noted accepted");
        // How the testkit has ended the test says less than why.
        return { ...failure, internal: failure.internal === null ? message : placed(failure.internal) };
      }
      // An ordinary assertion on an observation; anything else that is thrown is a fault of the test itself.
      if (text?.startsWith(ASSERTION)) {
        return {
          verdict: "wrong-answer",
          reason: "wrong-result",
          seen: null,
          schedule: null,
          sampled: null,
          internal: message,
        };
      }
      return ourFault(message ?? "the test failed without a word");
    }
    case "skipped":
      return ourFault("the test was skipped");
  }
}
