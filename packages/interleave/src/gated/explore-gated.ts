import type { ScheduleEvent } from "@lockstep/contracts";
import type { Ending } from "../ending.ts";
import { explore, type Exploration, type ExploreOptions } from "../explore.ts";
import { Model } from "../model.ts";
import { replay, type Replay } from "../replay.ts";
import type { GatedProgram } from "./gated-program.ts";

/** Operations of one run: real threads take several for what is one in the model. */
const STEPS_MAX = 20_000;

/** Options of an exploration on real threads. */
export type GatedExploreOptions = Omit<ExploreOptions, "cache" | "symmetry" | "shareOut">;

/** A shorter exploration is over before other teams are there. */
const RUNS_OF_ONE_TEAM = 200;

/**
 * Explores a program on real threads: all schedules with 0, 1 and 2 forced switches, then all others, then random ones, as
 * far as the budget goes. What a thread knows can't be looked into, so no two states count as the same, and only a small
 * program is explored completely; `coverage` says how far it came. Random schedules are shared out to the program's teams.
 */
export function exploreGated(program: GatedProgram, options: GatedExploreOptions = {}): Exploration {
  const { teams } = program;
  const { mayGoOn = () => true } = options;
  let runs = 0;
  const search = (shareOut: Pick<ExploreOptions, "shareOut">) =>
    explore(program, {
      runsMax: 2000,
      samples: 500,
      stepsMax: STEPS_MAX,
      ...options,
      mayGoOn() {
        if (++runs === RUNS_OF_ONE_TEAM) void teams?.start();
        return mayGoOn();
      },
      ...shareOut,
      cache: false,
      symmetry: false,
    });
  return teams ? teams.onOwnCore(() => search({ shareOut: teams.exploration() })) : search({});
}

/** One schedule of real threads, with the lines of the program. */
export interface GatedReplay {
  readonly ending: Ending;
  readonly events: readonly (ScheduleEvent & { readonly line?: string })[];
  /** Events that were dropped at the front. */
  readonly truncated: number;
  /** Deviations of the schedule that were not possible. */
  readonly missed: Replay["deviations"];
}

/** Plays one schedule again on the real threads. */
export function replayGated(program: GatedProgram, schedule: Replay): GatedReplay {
  program.stage.keeps = "lines";
  try {
    const taken = new Set<Replay["deviations"][number]>();
    const ending = replay(new Model(program), schedule, STEPS_MAX, taken);
    const { events, truncated } = program.stage.report();
    const missed = schedule.deviations.filter((deviation) => !taken.has(deviation));
    return { ending, events, truncated, missed };
  } finally {
    program.stage.keeps = "nothing";
  }
}
