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

/** Chance that a time-out or a spurious wake-up is taken at a decision where there is one. */
const OTHER_WAY = 1 / 8;

/**
 * One run under random priorities: the first of those who can go on runs, until it falls behind at one of `drops` random
 * decisions. A bug that needs d switches in n decisions of k threads is met with a chance of at least 1 / (k · n^(d−1)).
 * Null where a cell has turned out to race: the next run has more decision points.
 * **Source**: PCT (Burckhardt, Kothari, Musuvathi, Nagarakatte).
 * @param random numbers from 0 to 1.
 * @param length decisions that a run is thought to have.
 */
export function sample(
  model: Model,
  random: () => number,
  { drops, length, stepsMax, spuriousMax }: Readonly<Record<"drops" | "length" | "stepsMax" | "spuriousMax", number>>,
  promote: () => boolean,
): Sample | null {
  const priorities = new Map<ThreadState, number>(model.threads.map((thread) => [thread, 1 + random()]));
  const dropsAt = new Set(Array.from({ length: drops }, () => Math.floor(random() * length)));
  const choices: Choice[] = [];
  const defaults: (Choice | undefined)[] = [];
  let last: ThreadState | null = null;
  let spuriousLeft = spuriousMax;
  begin(model, stepsMax);
  while (!model.isSpent(stepsMax)) {
    if (promote()) return null;
    const all = choicesOf(model, last, spuriousLeft);
    if (all.length === 0) return { ending: endingOf(model), choices, defaults };
    if (last && dropsAt.has(choices.length)) priorities.set(last, random() / (2 + choices.length));
    const chosen = pick(all, priorities, random);
    // It stays the first of those who can go on until it falls behind, or another one comes; where time may pass, each decision is drawn.
    const isFirst = all.every(({ way }) => isGoing(way));
    const nextDrop = Math.min(...[...dropsAt].filter((at) => at > choices.length));
    const ahead = {
      points: isFirst ? nextDrop - choices.length - 1 : 0,
      wakes: behind(model, chosen.thread, priorities),
    };
    choices.push(chosen);
    defaults.push(all[0]);
    take(model, chosen, stepsMax, ahead);
    last = chosen.thread;
    if (chosen.way === SPURIOUS) spuriousLeft--;
  }
  return promote() ? null : { ending: cutShort(model), choices, defaults };
}

/** Who comes after it, as bits, be they asleep or not yet started: those whom no earlier run had have a priority of 0. */
function behind(model: Model, thread: ThreadState, priorities: ReadonlyMap<ThreadState, number>): number {
  const own = priorities.get(thread) ?? 0;
  let all = own > 0 ? ALL : 0;
  for (const [other, priority] of priorities) {
    const isOver = other.isOver && model.threads.includes(other);
    if (other !== thread && priority >= own && !isOver) all &= ~(1 << other.index);
  }
  return all;
}

/** @param all not empty. */
function pick(all: readonly Choice[], priorities: ReadonlyMap<ThreadState, number>, random: () => number): Choice {
  const others = all.filter(({ way }) => !isGoing(way));
  const going = all.filter(({ way }) => isGoing(way));
  const among = going.length === 0 || (others.length > 0 && random() < OTHER_WAY) ? others : going;
  const priorityOf = ({ thread }: Choice) => priorities.get(thread) ?? 0;
  const best = among.reduce((first, choice) => (priorityOf(choice) > priorityOf(first) ? choice : first));
  const same = among.filter(({ thread }) => thread === best.thread); // it waits for several things
  return same[Math.floor(random() * same.length)] ?? best;
}

/** Numbers from 0 to 1, the same for the same seed (splitmix32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
