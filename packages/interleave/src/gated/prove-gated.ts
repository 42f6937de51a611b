import { type Ending, nondeterminism } from "../ending.ts";
import { explore, type Exploration, type ExploreOptions } from "../explore.ts";
import { Model } from "../model.ts";
import type { Program } from "../program.ts";
import type { Replay } from "../replay.ts";
import { type Replayed, replayOf } from "../trace.ts";
import { isAlike, isEndless, lead } from "./confirm.ts";
import { compareDoings } from "./doings.ts";
import type { GatedProgram } from "./gated-program.ts";

/** What is proved of a program whose threads really ran. */
export interface GatedProof {
  /** Whether there is no schedule that fails, no race, and real threads have done all that the proof says of them. */
  readonly isProved: boolean;
  /** The search over all that threads can do. */
  readonly exploration: Exploration;
  /** Schedules that real threads were led through: together they have in them all that any thread can do in any place. */
  readonly schedules: number;
  /** The first schedule in which a real thread did something else; null: none. */
  readonly disagreement: Disagreement | null;
}

export interface Disagreement {
  readonly schedule: Replay;
  /**
   * `accesses`: a thread read or wrote something else, so the program is not what the model has, or behaves differently each
   * time · `steps`: the primitives' steps could not be led in this order, or were others, or it can't be told on which object
   * they were; by itself that says nothing of the program.
   */
  readonly kind: "accesses" | "steps";
  /** `nondeterminism` of the first thread that did something else. */
  readonly ending: Ending;
  /** What it should have done, and did: all of it in its own order, or how it all ended. */
  readonly expected: string;
  readonly found: string;
}

/** Without symmetry there is more to search. */
const RUNS_MAX = 200_000;

/**
 * Proves a program on real threads, not transformed, with the real primitives: all schedules are searched over what threads
 * are known to do, and each single thing that is known of a thread is then done by the real one, in a schedule that has it.
 *
 * What it rests on: that a thread knows no more in a place than the transform says, that primitives are what the model says of
 * them (`test/inside` proves that over their own text), and sequential consistency.
 * @param known the same program for the model, as `studentProgram` makes it.
 */
export function proveGated(
  known: Program,
  program: GatedProgram,
  options: Omit<ExploreOptions, "cache" | "symmetry" | "onNews"> = {},
): GatedProof {
  const schedules: Replay[] = [];
  // Threads that are alike are so in the model; each real one has to show it.
  const all = {
    runsMax: RUNS_MAX,
    ...options,
    symmetry: false,
    onNews: (schedule: Replay) => schedules.push(schedule),
  };
  const exploration = explore(known, all);
  const { coverage, failure, races } = exploration;
  const isComplete = coverage.kind === "complete" && !failure && races.length === 0;
  if (!isComplete) return { isProved: false, exploration, schedules: 0, disagreement: null };
  const model = new Model(program);
  for (const [i, schedule] of schedules.entries()) {
    const disagreement = differenceIn(program, model, schedule, replayOf(known, schedule));
    if (disagreement) return { isProved: false, exploration, schedules: i + 1, disagreement };
  }
  return { isProved: true, exploration, schedules: schedules.length, disagreement: null };
}

function differenceIn(program: GatedProgram, model: Model, schedule: Replay, replayed: Replayed): Disagreement | null {
  const { ending, matched, steps, log, isWhole } = lead(program, model, replayed.events);
  const ends = { expected: told(replayed.ending, steps), found: told(ending, matched) };
  // Who was not led through did other things in other places: that they differ says nothing.
  if (matched !== steps || !isWhole) return { schedule, kind: "steps", ending: nondeterminism(0), ...ends };
  const names = model.threads.map(({ name }) => name);
  const difference = compareDoings(replayed.events, log, names, isEndless(replayed.ending));
  if (difference) {
    const { index, isOfAccesses, expected, found } = difference;
    const kind = isOfAccesses ? "accesses" : "steps";
    return { schedule, kind, ending: nondeterminism(index), expected, found };
  }
  return isAlike(ending, replayed.ending) ? null : { schedule, kind: "steps", ending: nondeterminism(0), ...ends };
}

function told({ kind, result }: Ending, steps: number): string {
  return `${kind} ${result} after ${steps} steps`;
}
