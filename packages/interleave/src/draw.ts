import type { Settings } from "./explore.ts";
import type { Model } from "./model.ts";
import type { Race } from "./race-detector.ts";
import { pointsOf } from "./replay.ts";
import { randomFor, type Sample, sample } from "./sample.ts";
import type { Shared } from "./shared.ts";

/** Most schedules of one round. */
export const ROUND_MAX = 256;
/** Decisions that a run is thought to have as long as none has come to its end. */
const LENGTH = 20;

/**
 * Random schedules that are drawn from what was known before any of them: each follows from its number and the round alone,
 * so it makes no difference who draws which of them, and when.
 */
export interface Round {
  /** Numbers from the first one up to the second, without that. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Decisions and threads that a run is thought to have. */
  readonly length: number;
  readonly threads: number;
  readonly stepsMax: number;
  readonly spuriousMax: number;
  readonly isPatient: boolean;
  readonly raceDriven: boolean;
  /** Goes on after a failure. */
  readonly collect: boolean;
  /** Objects (`id`) that are decision points, see `Model.decideAt`, and those of which a race is known. */
  readonly promoted: readonly string[];
  readonly timed: readonly string[];
  readonly raced: readonly string[];
}

/** What is to be kept of one schedule. */
export interface Drawn {
  readonly steps: number;
  /** 0 where it was given up. */
  readonly decisions: number;
  readonly threads: number;
  /** Null where it was given up for what it has learnt, or where nothing is new in it. */
  readonly sample: Sample | null;
  /** Those that weren't known before the round. */
  readonly races: readonly Race[];
  readonly timed: readonly Shared[];
}

/** Draws the schedules of a round, whoever does which, and answers them in the order of their numbers. It ends early where it may not go on. */
export type ShareOut = (round: Round, draw: (number: number) => Drawn, mayGoOn: () => boolean) => Iterable<Drawn>;

/** One after another. */
export function* inTurn(
  { from, to }: Round,
  draw: (number: number) => Drawn,
  mayGoOn: () => boolean,
): Generator<Drawn> {
  for (let number = from; number < to && mayGoOn(); number++) yield draw(number);
}

/** Draws one schedule. The model knows no more afterwards than before. */
export function drawOne(model: Model, number: number, round: Round): Drawn {
  const { seed, raced } = round;
  const races: Race[] = [];
  let isNew = false;
  let timed: readonly Shared[] = [];
  let looked = 0; // a model that has not met all of these objects yet meets them now
  const hasLearnt = () => {
    const { found } = model.races;
    for (const race of found) {
      isNew ||= !model.promoted.has(race.object);
      if (raced.includes(race.object.id)) continue;
      races.push(race);
      model.learnName(race.object);
    }
    if (found.length > 0) found.length = 0; // looked at in every state: even to empty what is empty takes its time
    if (model.timed.size > looked) timed = [...model.timed].filter(({ id }) => !round.timed.includes(id));
    looked = model.timed.size;
    return isNew || timed.length > 0;
  };
  const found = sample(model, randomFor(seed, number), { ...round, drops: number % 4 }, hasLearnt);
  for (const object of timed) model.timed.delete(object);
  const { steps, threads } = model;
  return { steps, decisions: found?.choices.length ?? 0, threads: threads.length, sample: found, races, timed };
}

/** Whether nobody asks for schedules of higher numbers. */
export function isLast({ sample: found }: Pick<Drawn, "sample">, { collect }: Round): boolean {
  return !collect && found !== null && found.ending.kind !== "ok";
}

/**
 * Random schedules, round by round. What one has learnt is for none of the same round; so the first rounds are short, since
 * most is learnt at the beginning.
 * @param races those that are known; more are added.
 */
export function* drawn(model: Model, settings: Settings, races: Race[]): Generator<Drawn, void, void> {
  const { seed, samples, stepsMax, spuriousMax, isPatient, raceDriven, collect, shareOut, mayGoOn } = settings;
  let [length, threads] = [LENGTH, model.threads.length];
  for (let from = 0, size = 1; from < samples; from += size, size = Math.min(2 * size, ROUND_MAX)) {
    const to = Math.min(from + size, samples);
    const raced = races.map(({ object }) => object.id);
    const limits = { stepsMax, spuriousMax, isPatient, raceDriven, collect };
    const round = { from, to, seed, length, threads, ...limits, ...pointsOf(model), raced };
    const all: Drawn[] = [];
    try {
      for (const one of shareOut(round, (number) => drawOne(model, number, round), mayGoOn)) {
        all.push(one);
        yield one;
      }
    } finally {
      for (const one of all) {
        learn(model, one.races, races);
        for (const object of one.timed) model.timed.add(object);
      }
    }
    if (all.length < to - from) return;
    length = Math.max(length, ...all.map(({ decisions }) => decisions));
    threads = Math.max(threads, ...all.map((one) => one.threads));
  }
}

/** From now on cells that have raced are decision points. @param races those that are known, one a cell; more are added. */
export function learn(model: Model, found: readonly Race[], races: Race[]): void {
  for (const race of found) {
    if (!races.some(({ object }) => object === race.object)) races.push(race);
    model.promoted.add(race.object);
  }
}
