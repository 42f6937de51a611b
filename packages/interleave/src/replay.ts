import { begin, type Choice, choicesOf, take } from "./choice.ts";
import { type Ending, endingOf, roundEnding, cutShort } from "./ending.ts";
import type { Found } from "./explore.ts";
import { type Model, SPURIOUS } from "./model.ts";
import { ALL } from "./program.ts";

/**
 * A schedule as its deviations from "the running thread goes on, otherwise the lowest number". Decisions are counted from 0;
 * which operations count depends on `promoted` and `timed`, so these travel with it (`id` of objects).
 */
export interface Replay {
  readonly deviations: readonly Deviation[];
  readonly promoted: readonly string[];
  readonly timed: readonly string[];
  readonly spuriousMax: number;
  /** Time passed only when nobody could go on. */
  readonly isPatient?: true;
  /** Of threads that go round for ever: after so many decisions one round is complete. */
  readonly round?: { readonly until: number; readonly kind: "livelock" | "starvation" };
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
  return { deviations, ...pointsOf(model), spuriousMax, ...(model.isPatient && { isPatient: true as const }) };
}

/** Plays a schedule and answers how it ends. A deviation that is not possible any more is passed over, and not among `taken`. */
export function replay(model: Model, schedule: Replay, stepsMax: number, taken = new Set<Deviation>()): Ending {
  model.decideAt(schedule);
  model.isPatient = schedule.isPatient ?? false;
  begin(model, stepsMax);
  let last: Choice["thread"] | null = null;
  let spuriousLeft = schedule.spuriousMax;
  for (let decision = 0; !model.isSpent(stepsMax); decision++) {
    if (schedule.round?.until === decision) return roundEnding(schedule.round.kind);
    const all = choicesOf(model, last, spuriousLeft);
    const wish = schedule.deviations.find((deviation) => deviation.decision === decision);
    const wished = all.find(({ thread, way }) => thread.index === wish?.thread && way === wish.way);
    if (wish && wished) taken.add(wish);
    const chosen = wished ?? all[0];
    if (!chosen) return endingOf(model);
    take(model, chosen, stepsMax, () => {
      const later = schedule.deviations.flatMap((deviation) =>
        deviation.decision > decision ? deviation.decision : [],
      );
      return { points: Math.min(...later) - decision - 1, wakes: ALL };
    });
    last = chosen.thread;
    if (chosen.way === SPURIOUS) spuriousLeft--;
  }
  return cutShort(model);
}

/** Leaves out deviations one by one while the kind of end stays the same. */
export function shrink(model: Model, found: Found, { stepsMax }: { readonly stepsMax: number }): Replay {
  let best = found.replay;
  if (best.round) return best;
  const endsAlike = (candidate: Replay): boolean => replay(model, candidate, stepsMax).kind === found.ending.kind;
  for (let i = 0; i < best.deviations.length;) {
    const candidate = { ...best, deviations: best.deviations.filter((_deviation, place) => place !== i) };
    if (endsAlike(candidate)) best = candidate;
    else i++;
  }
  const taken = new Set<Deviation>();
  replay(model, best, stepsMax, taken);
  return { ...best, deviations: best.deviations.filter((deviation) => taken.has(deviation)) };
}

/** What counts as a decision point in this model, beside what does in each. */
export function pointsOf({ promoted, timed }: Model): Pick<Replay, "promoted" | "timed"> {
  return { promoted: ids(promoted), timed: ids(timed) };
}

function ids(objects: ReadonlySet<{ readonly id: string }>): readonly string[] {
  return [...objects].map(({ id }) => id).toSorted();
}
