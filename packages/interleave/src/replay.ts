import { begin, type Choice, choicesOf, take } from "./choice.ts";
import { type Ending, endingOf, stepLimit } from "./ending.ts";
import type { Found } from "./explore.ts";
import { type Model, SPURIOUS } from "./model.ts";

/**
 * A schedule as its deviations from "the running thread goes on, otherwise the lowest number". Decisions are counted from 0;
 * which operations count depends on `promoted` and `timed`, so these travel with it (numbers of objects).
 */
export interface Replay {
  readonly deviations: readonly Deviation[];
  readonly promoted: readonly number[];
  readonly timed: readonly number[];
  readonly spuriousMax: number;
}
export interface Deviation {
  readonly decision: number;
  readonly thread: number;
  readonly way: number;
}

/** The schedule that consists of these choices, as a replay. The model's decision points must still be those of the run. */
export function replayFrom(
  model: Model,
  choices: readonly Choice[],
  defaults: readonly (Choice | undefined)[],
  spuriousMax: number,
): Replay {
  const deviations = choices.flatMap(({ thread, way }, decision): Deviation[] => {
    const usual = defaults[decision];
    return usual?.thread === thread && usual.way === way ? [] : [{ decision, thread: thread.index, way }];
  });
  return { deviations, promoted: numbers(model.promoted), timed: numbers(model.timed), spuriousMax };
}

/** Plays a schedule and answers how it ends. A deviation that is not possible any more is passed over. */
export function replay(model: Model, schedule: Replay, stepsMax: number): Ending {
  for (const { object } of model.objects) {
    if (schedule.promoted.includes(object.index)) model.promoted.add(object);
    else model.promoted.delete(object);
    if (schedule.timed.includes(object.index)) model.timed.add(object);
  }
  begin(model, stepsMax);
  let last: Choice["thread"] | null = null;
  let spuriousLeft = schedule.spuriousMax;
  for (let decision = 0; model.steps < stepsMax; decision++) {
    const all = choicesOf(model, last, spuriousLeft);
    const wish = schedule.deviations.find((deviation) => deviation.decision === decision);
    const chosen = all.find(({ thread, way }) => thread.index === wish?.thread && way === wish.way) ?? all[0];
    if (!chosen) return endingOf(model);
    take(model, chosen, stepsMax);
    last = chosen.thread;
    if (chosen.way === SPURIOUS) spuriousLeft--;
  }
  return stepLimit();
}

/** Leaves out deviations one by one while the kind of end stays the same. */
export function shrink(model: Model, found: Found, { stepsMax }: { readonly stepsMax: number }): Replay {
  let best = found.replay;
  const endsAlike = (candidate: Replay): boolean => replay(model, candidate, stepsMax).kind === found.ending.kind;
  for (let i = 0; i < best.deviations.length;) {
    const candidate = { ...best, deviations: best.deviations.filter((_deviation, place) => place !== i) };
    if (endsAlike(candidate)) best = candidate;
    else i++;
  }
  return best;
}

function numbers(objects: ReadonlySet<{ readonly index: number }>): readonly number[] {
  return [...objects].map(({ index }) => index).toSorted((a, b) => a - b);
}
