import { begin, type Choice, choicesOf, take } from "./choice.ts";
import { type Ending, endingOf, cutShort } from "./ending.ts";
import { type Model, SPURIOUS } from "./model.ts";
import { ALL } from "./program.ts";
import type { ThreadState } from "./thread-state.ts";
import { isGoing } from "./ways.ts";

/** One sampled run: what was chosen at each decision, and what would have been usual there. */
export interface Sample {
  readonly ending: Ending;
  readonly choices: readonly Choice[];
  readonly defaults: readonly (Choice | undefined)[];
}

/** How a run is sampled. */
export interface SampleOptions {
  /** Decisions at which whoever runs falls behind. */
  readonly drops: number;
  /** Decisions that a run is thought to have. */
  readonly length: number;
  /** Threads that it is thought to have. If it has more, those are the last in turn. */
  readonly threads: number;
  readonly stepsMax: number;
  readonly spuriousMax: number;
}

/** Chance that a time-out or a spurious wake-up is taken at a decision where there is one. */
const OTHER_WAY = 1 / 8;

/**
 * One run under random priorities: the first of those who can go on runs, until it falls behind at one of `drops` random
 * decisions. A bug that needs d switches in n decisions of k threads is met with a chance of at least 1 / (k · n^(d−1)).
 * Null where it has learnt something, such as that a cell races: a later run has more decision points.
 * **Source**: PCT (Burckhardt, Kothari, Musuvathi, Nagarakatte).
 * @param random numbers from 0 to 1.
 */
export function sample(
  model: Model,
  random: () => number,
  { drops, length, threads, stepsMax, spuriousMax }: SampleOptions,
  hasLearnt: () => boolean,
): Sample | null {
  const priorities = Array.from({ length: threads }, () => 1 + random());
  const dropsAt = Array.from({ length: drops }, () => Math.floor(random() * length));
  const choices: Choice[] = [];
  const defaults: (Choice | undefined)[] = [];
  let last: ThreadState | null = null;
  let spuriousLeft = spuriousMax;
  begin(model, stepsMax);
  while (!model.isSpent(stepsMax)) {
    if (hasLearnt()) return null;
    const all = choicesOf(model, last, spuriousLeft);
    const decision = choices.length;
    if (last && dropsAt.includes(decision)) priorities[last.index] = random() / (2 + decision);
    const chosen = pick(all, priorities, random);
    if (!chosen) return { ending: endingOf(model), choices, defaults };
    choices.push(chosen);
    defaults.push(all[0]);
    take(model, chosen, stepsMax, () => {
      // It stays the first of those who can go on until it falls behind, or another one comes; where time may pass, each decision is drawn.
      const nextDrop = Math.min(...dropsAt.filter((at) => at > decision));
      return { points: areGoing(all) ? nextDrop - decision - 1 : 0, wakes: behind(model, chosen.thread, priorities) };
    });
    last = chosen.thread;
    if (chosen.way === SPURIOUS) spuriousLeft--;
  }
  return hasLearnt() ? null : { ending: cutShort(model), choices, defaults };
}

/**
 * Who comes after it, as bits, be they asleep or not yet started: those whom nobody expected have a priority of 0.
 * @param priorities of threads by their place.
 */
function behind({ threads }: Model, { index }: ThreadState, priorities: readonly number[]): number {
  const own = priorities[index] ?? 0;
  let all = own > 0 ? ALL : 0;
  for (const [other, priority] of priorities.entries())
    if (other !== index && priority >= own && !threads[other]?.isOver) all &= ~(1 << other);
  return all;
}

/** Undefined where nobody can go on. */
function pick(all: readonly Choice[], priorities: readonly number[], random: () => number): Choice | undefined {
  const among = areGoing(all) ? all : drawn(all, random);
  let [best] = among;
  for (const choice of among) if (best && priorityOf(choice, priorities) > priorityOf(best, priorities)) best = choice;
  const place = random();
  let ways = 0; // several, where it waits for several things
  for (const { thread } of among) if (thread === best?.thread) ways++;
  return ways === 1 ? best : among.filter(({ thread }) => thread === best?.thread)[Math.floor(place * ways)];
}

const priorityOf = ({ thread }: Choice, priorities: readonly number[]): number => priorities[thread.index] ?? 0;

/** Whether something comes for each of them by what others do. */
function areGoing(all: readonly Choice[]): boolean {
  for (const { way } of all) if (!isGoing(way)) return false;
  return true;
}

/** Those who go on, or now and then the others: time-outs, and wake-ups without cause. */
function drawn(all: readonly Choice[], random: () => number): readonly Choice[] {
  const going = all.filter(({ way }) => isGoing(way));
  return going.length === 0 || random() < OTHER_WAY ? all.filter(({ way }) => !isGoing(way)) : going;
}

/** The random numbers of one of many runs. */
export function randomFor(seed: number, run: number): () => number {
  return randomFrom(randomFrom(seed + Math.imul(run, 0x632b_e5ab))() * 2 ** 32);
}

/** Numbers from 0 to 1, the same for the same seed (splitmix32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
