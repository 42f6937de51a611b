import type { Paced, Plain, ThreadRounds } from "@lockstep/contracts";
import {
  decideByRounds,
  LEAD_RULE,
  type LeadRule,
  median,
  type PacedPair,
  type PacedVote,
} from "@lockstep/measure/claims";
import { ask, failUnlessReturned, parsed } from "./box-answer.ts";
import { abstain, note, pictureRounds, remark, RunFailedError } from "./failure.ts";
import type { Scenario } from "./scenario.ts";
import * as told from "./told-timing.ts";
import { wallSpeedUp } from "./wall-speed-up.ts";

export interface ThreadsOptions<Observation> {
  /** Cores that the claim is about, 1 to 64; the machine may have fewer. */
  readonly cores: number;
  /** A scenario that does the same in the best sequential way, without the student's code. */
  readonly against: Scenario<Observation>;
  /** How many times as fast it must be. */
  readonly atLeast: number;
  /** How many rounds decide; at most 12 where absent. */
  readonly rule?: LeadRule;
  /** Operations on what is shared in one round; a million where absent. */
  readonly stepsMax?: number;
}

/** More than the machine's noise: a fifth of the work that the sequential program does takes some milliseconds at least. */
const REFERENCE_MS_MIN = 5;

/**
 * Demands that the student's program on real threads is at least so many times as fast as the sequential one, on so many
 * ideal cores. Rounds of both alternate, each with an input of its own; a round votes, and a lead decides. Takes also what
 * can't run on virtual cores, such as `async` functions.
 *
 * Then both run at full speed on real cores, where these are to be had: what the wall clock says is shown, never judged.
 *
 * Three ends: it is fast enough; it is not, and the test fails; the machine is too busy, and the submission is measured
 * again.
 * @param freshInput makes an input for each round; inputs may differ, and must cost the sequential program the same.
 */
export async function measureThreads<Observation>(
  target: Scenario<Observation>,
  freshInput: () => Plain,
  { cores, against, atLeast, rule = LEAD_RULE, stepsMax = 1_000_000 }: ThreadsOptions<Observation>,
): Promise<void> {
  const round = (scenario: Scenario<Observation>, input: Plain) => paced(scenario, input, { cores, stepsMax });
  let last: Paced | undefined;
  const { verdict, votes } = await decideByRounds(() => bothOf(freshInput()), { atLeast, rule });
  if (verdict !== "busy" && last) {
    const names = { target: target.name, against: against.name };
    pictureRounds(pictured(votes, last, await wallSpeedUp(names, freshInput, cores)));
  }
  switch (verdict) {
    case "fast":
      return remark(told.figuresOnThreads(shown(votes, cores)), 0);
    case "slow":
      note({ verdict: "wrong-answer", reason: "not-parallel", seen: told.tooSlowOnThreads(shown(votes, cores)) });
      throw new RunFailedError(`not ${atLeast} times as fast: ${JSON.stringify(votes)}`);
    case "busy":
      return abstain(told.tooBusy(votes.length), `the machine is too busy: ${JSON.stringify(votes)}`);
  }

  async function bothOf(input: Plain): Promise<PacedPair> {
    const own = await round(target, input);
    const reference = await round(against, input);
    if (JSON.stringify(own.observation) !== JSON.stringify(reference.observation)) {
      note({ verdict: "wrong-answer", reason: "wrong-result", seen: told.otherResult() });
      throw new RunFailedError(`${against.name} observes ${JSON.stringify(reference.observation)}`);
    }
    if (reference.figures.timeMs < REFERENCE_MS_MIN)
      throw new Error(`${against.name} takes ${reference.figures.timeMs} ms, too little to be measured`);
    last = own.figures;
    return { student: own.figures, reference: reference.figures };
  }
}

/** One round on real threads. */
async function paced<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  { cores, stepsMax }: { readonly cores: number; readonly stepsMax: number },
): Promise<{ readonly observation: Observation; readonly figures: Paced }> {
  const answer = await ask(target.name, input, { mode: "paced", rounds: 1, stepsMax, cores });
  const [end] = "outcomes" in answer ? answer.outcomes : [];
  if (!end || !("outcomes" in answer)) throw new Error("an answer without outcomes");
  failUnlessReturned(end, { count: 1, rounds: 1 });
  const { observation } = parsed(target, end);
  const { paced: figures, accountedFor } = answer;
  if (!figures || figures.cores !== cores) throw new Error("a paced request was answered without figures");
  if (accountedFor === false) {
    note({ verdict: "runtime-error", reason: "protocol", seen: told.notAccountedFor() });
    throw new RunFailedError("its threads claim more CPU time than the kernel saw them use");
  }
  // Fail closed: what nobody has looked at is not believed.
  if (accountedFor !== true) {
    const internal = "not measurable here: this kernel keeps no account of threads (CONFIG_SCHED_INFO, gVisor)";
    note({ verdict: "internal-error", reason: null, seen: told.notMeasurableHere(), internal });
    throw new RunFailedError(internal);
  }
  return { observation, figures };
}

/** The rounds as they are drawn. */
function pictured(votes: readonly PacedVote[], last: Paced, wall: number | null): ThreadRounds {
  return {
    cores: last.cores,
    rounds: votes.map(({ speedUp, parallelism, efficiency }) => ({ speedUp, parallelism, efficiency })),
    timeMs: last.timeMs,
    threads: last.threads.map(({ name, cpuTimeMs }) => ({ name, cpuTimeMs })),
    wallSpeedUp: wall,
  };
}

/** The rounds in a few numbers. */
function shown(votes: readonly PacedVote[], cores: number): told.OnThreads {
  const speedUps = votes.map(({ speedUp }) => speedUp);
  return {
    cores,
    rounds: votes.length,
    speedUp: median(speedUps),
    least: Math.min(...speedUps),
    most: Math.max(...speedUps),
    parallelism: median(votes.map(({ parallelism }) => parallelism)),
    efficiency: median(votes.map(({ efficiency }) => efficiency)),
  };
}
