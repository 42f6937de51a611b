import { inTurn, type ShareOut } from "./draw.ts";
import { type Ending, isCutShort, nondeterminism } from "./ending.ts";
import { Model } from "./model.ts";
import type { Program } from "./program.ts";
import type { Race } from "./race-detector.ts";
import { type Replay, replay, shrink } from "./replay.ts";
import { Search, type SearchEnd } from "./search.ts";

/** Bounds and reductions of an exploration. Whoever turns a reduction off gets the same ends, later. */
export interface ExploreOptions {
  /** Forced switches of the passes before the complete one. */
  readonly bounds?: readonly number[];
  /** Runs of each bounded pass. */
  readonly runsOfBound?: number;
  /** Runs of all passes; 20,000 where absent. */
  readonly runsMax?: number;
  /** Asked before each run: false ends the exploration with what is known by then. A limit that is no number of runs. */
  readonly mayGoOn?: () => boolean;
  /** Random schedules after that, where it did not suffice; 1,000 where absent. */
  readonly samples?: number;
  /** For the random schedules; 1 where absent. */
  readonly seed?: number;
  /** Operations in one run; 3,000 where absent. */
  readonly stepsMax?: number;
  /**
   * Time passes only when nobody can go on, and then up to the next deadline: for what is to be right as long as no thread
   * is slow. Where absent, any time-out may come at any moment, since nothing bounds how slow a thread is.
   */
  readonly isPatient?: boolean;
  /** Spurious wake-ups in one run; 0 where absent. */
  readonly spuriousMax?: number;
  /** Goes on after the first failure, to know every end. */
  readonly collect?: boolean;
  /**
   * Told of schedules that show, together, all that each thread can do at least once: each of them has something in it that
   * no earlier one has. Needs `cache`.
   */
  readonly onNews?: (schedule: Replay) => void;
  /** Draws the random schedules; one after another where absent. */
  readonly shareOut?: ShareOut;
  readonly raceDriven?: boolean;
  readonly cache?: boolean;
  readonly sleepSets?: boolean;
  readonly symmetry?: boolean;
}

export type Settings = Required<ExploreOptions>;

/** What is known after an exploration. */
export type Coverage =
  /** Every schedule of this program, at this size. */
  | { readonly kind: "complete" }
  /** Every schedule with at most so many forced switches. */
  | { readonly kind: "bounded"; readonly switches: number }
  /** Some schedules. */
  | { readonly kind: "sampled" };

/** An end, the run in which it was first seen, and how to see it again. */
export interface Found {
  readonly ending: Ending;
  readonly run: number;
  readonly replay: Replay;
}

export interface Exploration {
  readonly coverage: Coverage;
  readonly ends: readonly Found[];
  /** Data races, also those after which the numbers fit. */
  readonly races: readonly Race[];
  /** The first failing end with its shortest known schedule, or null. */
  readonly failure: Found | null;
  /** Whether it is proved that threads can't go round for ever; `complete` speaks of ends only. */
  readonly isProgressProved: boolean;
  readonly runs: number;
  readonly steps: number;
  readonly states: number;
}

/**
 * Explores the interleavings of a program: first those with few forced switches, then all of them. Sequential consistency
 * is assumed, which holds for race-free programs: that is why a data race is reported whatever the numbers say.
 * @throws {BadProgramError}
 */
export function explore(program: Program, options: ExploreOptions = {}): Exploration {
  const settings: Settings = {
    bounds: [0, 1, 2],
    runsOfBound: 500,
    runsMax: 20_000,
    mayGoOn: () => true,
    samples: 1000,
    seed: 1,
    stepsMax: 3000,
    spuriousMax: 0,
    isPatient: false,
    collect: false,
    onNews: () => undefined,
    shareOut: inTurn,
    raceDriven: true,
    cache: true,
    symmetry: true,
    ...options,
    // Patience is a priority: who can go on comes before time. Two steps that touch nothing in common don't commute then.
    sleepSets: (options.sleepSets ?? true) && !options.isPatient,
  };
  const model = new Model(program, { remembers: settings.cache });
  model.isPatient = settings.isPatient;
  model.isRaceDriven = settings.raceDriven;
  if (!settings.raceDriven)
    for (const { object } of model.objects) if (object.kind === "plain") model.promoted.add(object);
  const search = new Search(model, settings);
  let coverage: Coverage = { kind: "sampled" };
  for (const bound of [...settings.bounds, Infinity]) {
    let end: SearchEnd;
    do end = bound === Infinity ? search.completePass() : search.pass(bound);
    while (end === "again");
    if (end === "stopped") break;
    if (end === "complete") coverage = bound === Infinity ? { kind: "complete" } : { kind: "bounded", switches: bound };
  }
  let isProgressProved = coverage.kind === "complete" && !search.failure;
  if (isProgressProved && settings.cache && !search.isFinite && (model.hasTurned || search.isCyclic))
    isProgressProved = search.findRounds() && !search.failure;
  // What was cut short may have had other ends behind it.
  if (search.ends.some(({ ending }) => isCutShort(ending))) coverage = { kind: "sampled" };
  else if (coverage.kind !== "complete" && (settings.collect || !search.failure)) search.sampleRuns();
  let failure = search.failure && { ...search.failure, replay: shrink(model, search.failure, settings) };
  const unsteady = settings.cache
    ? notConfirmed(model, failure ? [failure, ...search.ends] : search.ends, settings)
    : null;
  if (unsteady) {
    failure = unsteady;
    coverage = { kind: "sampled" };
    isProgressProved = false;
  }
  return {
    coverage,
    ends: search.ends,
    races: search.races,
    failure,
    isProgressProved,
    runs: search.runs,
    steps: search.steps,
    states: search.states,
  };
}

/** Ends that are looked at again. */
const CONFIRMED_MAX = 20;

/**
 * Runs the program itself for the ends that were found by what is remembered of its threads. Answers the first one that
 * comes out otherwise: the program is not deterministic.
 */
function notConfirmed(model: Model, ends: readonly Found[], { stepsMax }: Settings): Found | null {
  model.forget();
  const other = ends
    .slice(0, CONFIRMED_MAX)
    .find(({ ending, replay: schedule }) => replay(model, schedule, stepsMax).kind !== ending.kind);
  return other ? { ...other, ending: nondeterminism(0) } : null;
}
