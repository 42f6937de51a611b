import { runOnVirtualCores, type SpeedUp, speedUpOf, type VirtualRun } from "../../src/index.ts";
import { timedProgram } from "../virtual/timed.ts";
import { PRELUDE, REFERENCE } from "./prelude.ts";

/** Claim of the whole corpus: on two cores, at least so much. Between the worst good and the best bad shape (1.33). */
export const AT_LEAST = 1.6;
const CORES = 2;

export interface Graded {
  readonly isRight: boolean;
  readonly run: VirtualRun;
  readonly speed: SpeedUp;
}

/** Grades a program as an exercise does: a fresh input, the reference's work, the claim. */
export function graded(text: string, seed: number, n: number): Graded {
  const program = timedProgram(PRELUDE + text, [seed, n, CORES]);
  const run = runOnVirtualCores(program, { cores: CORES });
  const reference = runOnVirtualCores(timedProgram(REFERENCE, [seed, n]), { cores: 1 });
  return {
    isRight: run.ending?.kind === "ok" && run.result === reference.result,
    run,
    speed: speedUpOf(run, reference.workTicks),
  };
}
