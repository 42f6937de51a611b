import type { BoxModule, GradingReport, Reason, Verdict } from "@lockstep/contracts";
import type { BoxRun, Sandbox } from "@lockstep/sandbox";
import type { Grading } from "./judge.ts";

/** How a program ended. A program has no tests: `accepted` says that it ran to its end. */
interface ProgramEnd {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  readonly error: string;
}

/** Runs the student's module as a program of its own; its output is the result. Limits are those of the exercise. */
export async function runProgram(
  job: { readonly grading: Grading; readonly module: BoxModule; readonly sandbox: Sandbox; readonly seed: number },
  signal: AbortSignal | undefined,
): Promise<Omit<GradingReport, "seed" | "exercise" | "compileErrors">> {
  const { grading, module, sandbox, seed } = job;
  const { limits, needs } = grading.pack.manifest;
  const run = await sandbox.run(
    { request: { student: module, input: null, mode: "program", seeds: [seed], stepsMax: 1_000_000 }, limits, needs },
    signal ? { signal } : {},
  );
  const { verdict, reason, error } = endOf(run);
  const stderr = error === "" ? run.output.stderr : `${run.output.stderr}${error}\n`;
  return {
    verdict,
    reason,
    decidingCase: null,
    points: 0,
    pointsMax: 0,
    cases: [],
    output: { ...run.output, stderr },
    wallTimeMs: run.wallTimeMs,
    cpuTimeMs: run.cpuTimeMs,
    memoryBytesMax: run.memoryBytesMax,
    internal: verdict === "internal-error" ? run.detail : null,
    tooBusy: [],
  };
}

function endOf(run: BoxRun): ProgramEnd {
  switch (run.status) {
    case "answered":
      return outcomeOf(run);
    case "ended-early":
    case "protocol-violation":
      return { verdict: "runtime-error", reason: "protocol", error: "" };
    case "cpu-time-limit":
    case "wall-time-limit":
    case "memory-limit":
    case "output-limit":
      return { verdict: run.status, reason: "limit", error: "" };
    case "sandbox-error":
      return { verdict: "internal-error", reason: null, error: "" };
  }
}

function outcomeOf(run: BoxRun): ProgramEnd {
  const outcome = run.answer?.outcomes[0]?.outcome;
  switch (outcome?.kind) {
    case "returned":
      return { verdict: "accepted", reason: null, error: "" };
    case "threw":
    case "unusable":
      return {
        verdict: "runtime-error",
        reason: "uncaught-error",
        error: outcome.error.stack || outcome.error.message,
      };
    case "deadlock":
      return { verdict: "wrong-answer", reason: "deadlock", error: "" };
    case "lost-wake-up":
      return { verdict: "wrong-answer", reason: "lost-wake-up", error: "" };
    case "livelock":
      return { verdict: "wrong-answer", reason: "livelock", error: "" };
    case "leaked-thread":
    case "round":
    case "too-long":
    case "refused": // of explored and timed programs only
    case undefined:
      return { verdict: "internal-error", reason: null, error: "" };
  }
}
