import type { EndingKind } from "./ending.ts";
import { explore, type ExploreOptions } from "./explore.ts";
import type { Program } from "./program.ts";
import type { Race } from "./race-detector.ts";
import type { Replay } from "./replay.ts";

/** One way in which a program can end: its kind, and what the program answered there. */
export interface Outcome {
  readonly kind: EndingKind;
  /** What the main function returned, as JSON; for a program written by hand, the values of all objects. */
  readonly result: string;
  /** A schedule that leads there. */
  readonly replay: Replay;
}

/** All outcomes that were met, each once. */
export interface Outcomes {
  readonly outcomes: readonly Outcome[];
  /** Whether there are no others, at this size. */
  readonly isComplete: boolean;
  /** Data races: with one of them the outcomes on real threads may be others. */
  readonly races: readonly Race[];
  readonly runs: number;
}

/** Explores a program to its end, also beyond failures, and answers how it can end. @throws {BadProgramError} */
export function exploreOutcomes(program: Program, options: Omit<ExploreOptions, "collect"> = {}): Outcomes {
  const { ends, coverage, races, runs } = explore(program, { ...options, collect: true });
  const outcomes = new Map<string, Outcome>();
  for (const { ending, replay } of ends) {
    const { kind, result } = ending;
    if (!outcomes.has(keyOf(ending))) outcomes.set(keyOf(ending), { kind, result, replay });
  }
  return { outcomes: [...outcomes.values()], isComplete: coverage.kind === "complete", races, runs };
}

/** What one program can do, beside what a reference can do. */
export interface OutcomeComparison {
  /**
   * Good ends of the reference that the program was not seen to reach: what its locks make impossible, where `isProved`.
   * Each has a schedule of the reference.
   */
  readonly impossible: readonly Outcome[];
  /** Ends of the program that the reference was not seen to reach. Each has a schedule of the program. */
  readonly added: readonly Outcome[];
  /** Whether both were explored completely: otherwise one of `impossible` or `added` may only not have been met. */
  readonly isProved: boolean;
}

/**
 * Says which legal outcomes a program can't reach, without a clock: a lock around everything takes some away.
 * @param reference a right solution that synchronises no more than it must.
 */
export function compareOutcomes(program: Outcomes, reference: Outcomes): OutcomeComparison {
  const own = new Set(program.outcomes.map(keyOf));
  const legal = new Set(reference.outcomes.map(keyOf));
  return {
    impossible: reference.outcomes.filter((outcome) => outcome.kind === "ok" && !own.has(keyOf(outcome))),
    added: program.outcomes.filter((outcome) => !legal.has(keyOf(outcome))),
    isProved: program.isComplete && reference.isComplete,
  };
}

function keyOf({ kind, result }: Pick<Outcome, "kind" | "result">): string {
  return `${kind} ${result}`;
}
