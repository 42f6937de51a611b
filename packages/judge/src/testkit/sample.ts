import type { Plain } from "@lockstep/contracts";
import { ask, failUnlessReturned, parsed } from "./box-answer.ts";
import type { Exploration } from "./exploration.ts";
import { note, RunFailedError } from "./failure.ts";
import type { Scenario } from "./scenario.ts";
import * as told from "./told.ts";

export interface SampleOptions {
  /** Schedules to try, 1 to 5000; 200 where absent. */
  readonly rounds?: number;
  /** Decision points in one round before it counts as a livelock; 20,000 where absent. */
  readonly stepsMax?: number;
}

/**
 * Runs the scenario on real threads under many schedules, one thread at a time, switched by seeded choices at every shared
 * access. Ends that leave no observation (deadlock, livelock, an uncaught error, a limit) fail the test here, with reason
 * and schedule.
 */
export async function sample<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  { rounds = 200, stepsMax = 20_000 }: SampleOptions = {},
): Promise<Exploration<Observation>> {
  const answer = await ask(target.name, input, { mode: "gated", rounds, stepsMax });
  if (!("outcomes" in answer)) throw new Error("rounds on real threads were refused");
  // A rare failure beside many good ends is still a failure: look at the bad ends first.
  for (const end of answer.outcomes)
    failUnlessReturned(end, { count: end.count, rounds: answer.rounds, asked: rounds });
  // Fail closed: an end that is not told, or a round that was not run, is one that nobody has judged.
  if (answer.rounds !== rounds || answer.outcomes.reduce((sum, { count }) => sum + count, 0) !== rounds) {
    note({ verdict: "runtime-error", reason: "protocol", seen: told.disturbed() });
    throw new RunFailedError(`${rounds} rounds were asked for, and not all of them are told`);
  }
  const ends = answer.outcomes.map((end) => parsed(target, end));
  return { rounds, ends, coverage: { kind: "sampled" }, races: [], invariant: null };
}

/** Runs the scenario once on real threads at full speed. */
export async function run<Observation>(target: Scenario<Observation>, input: Plain): Promise<Observation> {
  const answer = await ask(target.name, input, { mode: "free", rounds: 1, stepsMax: 1_000_000 });
  const [end] = "outcomes" in answer ? answer.outcomes : [];
  if (!end) throw new Error("an answer without outcomes");
  failUnlessReturned(end, { count: 1, rounds: 1 });
  return parsed(target, end).observation;
}
