import type { ExplorationAnswer, ExplorationBudget, Plain } from "@lockstep/contracts";
import { type Answer, ask, failUnlessReturned, parsed, type Refusal } from "./box-answer.ts";
import type { Coverage, Exploration } from "./exploration.ts";
import { note, remark, RunFailedError } from "./failure.ts";
import { sample, type SampleOptions } from "./sample.ts";
import type { Scenario } from "./scenario.ts";
import * as told from "./told.ts";

export interface ExploreOptions<Observation> extends Pick<SampleOptions, "rounds"> {
  /**
   * What must hold. Said here rather than to the matcher, it ends the exploration as soon as it breaks; it is asked in this
   * process, of observations.
   */
  readonly invariant?: (observation: Observation) => boolean;
  /** Schedules to look at, at most; 20,000 where absent. */
  readonly schedules?: number;
  /** CPU time to spend on them, at most; 2,000 where absent. */
  readonly cpuTimeMs?: number;
  /** Steps in one schedule; a program that takes more is sampled. 3,000 where absent. */
  readonly stepsMax?: number;
  /** Wake-ups without cause in one schedule, 0 to 3; 0 where absent. */
  readonly spuriousMax?: number;
  /** Plain fields may be touched by two threads at once; otherwise that fails the matcher, whatever the numbers. */
  readonly allowDataRaces?: boolean;
}

/** Enough for what a few forced switches break: nearly every mistake. */
const QUICK = { bounds: [0, 1, 2], schedulesOfBound: 200, schedulesMax: 600, samples: 0 };
const SAMPLES = 500;

/**
 * Explores every schedule of the scenario with the student's code, as far as the budget goes: first those with few forced
 * switches, then all. Ends that leave no observation (deadlock, lost wake-up, livelock, an uncaught error, a limit) fail the
 * test here, with reason and schedule.
 *
 * What can't be explored is sampled on real threads instead, `rounds` schedules of it, and the student is told why.
 */
export async function explore<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  options: ExploreOptions<Observation> = {},
): Promise<Exploration<Observation>> {
  const { schedules = 20_000, cpuTimeMs = 2000, spuriousMax = 0, invariant } = options;
  const all = { bounds: [0, 1, 2], schedulesOfBound: 500, schedulesMax: schedules, samples: SAMPLES };
  const quick = { ...QUICK, schedulesMax: Math.min(QUICK.schedulesMax, schedules) };
  const passes = invariant ? [quick, { ...all, bounds: [] }] : [all];
  let found: Exploration<Observation> | null = null;
  for (const pass of passes) {
    const next = await explorePass(target, input, { ...pass, cpuTimeMs, spuriousMax }, options);
    if ("because" in next) return sampleInstead(target, input, options, next);
    found = found ? joined(found, next) : next;
    const { ends, coverage } = found;
    if (coverage.kind === "every" || (invariant && ends.some(({ observation }) => !invariant(observation)))) break;
  }
  if (!found) throw new Error("no pass was made");
  const { coverage, rounds } = found;
  remark(told.covered(coverage, rounds), RANKS.indexOf(coverage.kind));
  return found;
}

/** Those that claim least come last. */
const RANKS: readonly Coverage["kind"][] = ["every", "bounded", "some", "sampled"];

async function explorePass<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  budget: ExplorationBudget,
  { stepsMax = 3000, invariant, allowDataRaces = false }: ExploreOptions<Observation>,
): Promise<Exploration<Observation> | Refusal> {
  const answer = await ask(target.name, input, { mode: "explored", rounds: 1, stepsMax, budget });
  const refusal = refusalIn(answer);
  if (refusal || !("outcomes" in answer)) return refusal ?? missing();
  const { outcomes, exploration, rounds } = answer;
  for (const end of outcomes) failUnlessReturned(end, { explored: rounds });
  // Fail closed: without this nothing is known of what was looked at.
  if (!exploration) return missing();
  const ends = outcomes.map((end) => parsed(target, end));
  return {
    rounds,
    ends,
    coverage: coverageOf(exploration),
    races: allowDataRaces ? [] : exploration.races,
    invariant: invariant ?? null,
  };
}

/** Our box always says it: somebody else has answered. */
function missing(): never {
  note({ verdict: "runtime-error", reason: "protocol", seen: told.disturbed() });
  throw new RunFailedError("an explored request was answered without an exploration");
}

function refusalIn(answer: Answer | Refusal): Refusal | null {
  if (!("outcomes" in answer)) return answer;
  const outcome = answer.outcomes[0]?.outcome;
  if (outcome?.kind === "refused") return outcome;
  // A scenario that throws under the explorer may do well on real threads: they decide whose fault it is.
  if (outcome?.kind === "threw" && outcome.whose === "scenario")
    return { whose: "scenario", because: outcome.error.stack, at: null };
  return null;
}

function coverageOf({ coverage, switches }: ExplorationAnswer): Coverage {
  return coverage === "bounded" ? { kind: coverage, switches } : { kind: coverage };
}

/** The second pass has no bounds: what the first one has finished stays true. */
function joined<Observation>(
  first: Exploration<Observation>,
  second: Exploration<Observation>,
): Exploration<Observation> {
  const coverage = second.coverage.kind === "every" ? second.coverage : first.coverage;
  return {
    ...second,
    coverage,
    rounds: first.rounds + second.rounds,
    ends: [...second.ends, ...first.ends],
    races: [...first.races, ...second.races],
  };
}

async function sampleInstead<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  { rounds = 200, invariant }: ExploreOptions<Observation>,
  { whose, because, at }: Refusal,
): Promise<Exploration<Observation>> {
  // Before the rounds: their failure ends the test.
  if (whose === "student") remark(told.sampledInstead({ because, at, rounds }), RANKS.indexOf("sampled"));
  return { ...(await sample(target, input, { rounds })), invariant: invariant ?? null };
}
