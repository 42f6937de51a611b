import { labelsIn } from "./labels.ts";
import type { Model } from "./model.ts";
import type { RealSide } from "./program.ts";
import { sitesOf } from "./sites.ts";
import { Guarded, holderOf, Permits, type Shared, ThreadObject } from "./shared.ts";
import type { ThreadState } from "./thread-state.ts";

/**
 * How a run ended. `lock-held`: all threads are over, and a lock was never given back. `leaked-thread`: the first thread is over, and others sleep for ever. `livelock`: threads can go round for ever, and nobody gets on. `starvation`: so they can, and somebody who could run again and again never does. `step-limit`: it went on and on (a livelock, a busy wait, or too long a program).
 * `nondeterminism`: a thread asked for something else when the same schedule was repeated, so nothing can be said.
 */
export type EndingKind =
  | "ok"
  | "invariant"
  | "uncaught-error"
  | "deadlock"
  | "lock-held"
  | "lost-wake-up"
  | "leaked-thread"
  | "livelock"
  | "starvation"
  | "step-limit"
  | "nondeterminism";

/** A thread that can't go on. */
export interface Stuck {
  readonly thread: number;
  /** The thread's own name. */
  readonly name: string;
  /** Name of the object it waits for. */
  readonly on: string;
  /** It sleeps until somebody wakes it, and nobody will; otherwise it waits for a permit. */
  readonly asleep: boolean;
  /** Name of the thread that holds it; null where nobody does, or it has no holder. */
  readonly heldBy: string | null;
  /** The holder is over. */
  readonly holderEnded: boolean;
  /** Where in the program it waits, the innermost function first. */
  readonly sites: readonly number[];
}

/** A lock that was not given back when all threads were over. */
export interface LeftHeld {
  /** Name of its holder; null where it has none: a semaphore used as a lock. */
  readonly thread: string | null;
  readonly lock: string;
}

/** One distinct end of the explored runs. */
export interface Ending {
  readonly kind: EndingKind;
  readonly stuck: readonly Stuck[];
  /** Locks that threads which are over still hold. */
  readonly held: readonly LeftHeld[];
  /** What the main function returned, as JSON; for a program written by hand, the values of all objects. Empty where it was cut short. */
  readonly result: string;
  /** Equal for equal ends: kind, values of all objects, and who is stuck or failed. */
  readonly key: string;
}

/** Looks at a run in which nobody can go on. Only sleepers left is a lost wake-up; otherwise whoever is stuck is in a deadlock. */
export function endingOf(model: Model): Ending {
  let labels: ReturnType<typeof labelsIn> | null = null; // mostly nobody asks
  const label = (object: Shared) => (labels ??= labelsIn(model))(object);
  const stuck = model.threads.flatMap((thread): Stuck[] => {
    return thread.isDaemon ? [] : stuckOf(model, thread, label);
  });
  const failed = model.threads.filter(({ status }) => status === "failed");
  const held = leftHeld(model, label);
  const kind = kindOf(model, stuck, failed.length > 0, held);
  // Kinds are numbered as they come up in this model; real threads have names that are the same in each.
  const who = (thread: ThreadState | undefined) => (model.real ? thread?.name : thread?.kind) ?? "";
  const those = [
    ...stuck.map(({ thread, asleep, on }) => {
      const waiter = model.threads[thread];
      return `${who(waiter)} ${asleep ? "sleeps on" : "wants"} ${model.real ? on : (waiter?.waitsFor?.name ?? "")}`;
    }),
    ...failed.map((thread) => `${who(thread)} threw ${String(thread.error)}`),
  ].toSorted();
  const result = model.told();
  return { kind, stuck, held, result, key: [kind, result, ...those].join(" / ") };
}

/** Ends after which it can't be said what else the program could have done. */
export function isCutShort({ kind }: Ending): boolean {
  return kind === "step-limit" || kind === "nondeterminism";
}

/** A run that had to be given up: a thread was not the same as before, or it did not come to an end within the limit of steps. */
export function cutShort({ unsteady }: Model): Ending {
  if (unsteady) return nondeterminism(unsteady.index);
  return { kind: "step-limit", stuck: [], held: [], result: "", key: "step-limit" };
}

/** Threads that can go round for ever. */
export function roundEnding(kind: "livelock" | "starvation"): Ending {
  return { kind, stuck: [], held: [], result: "", key: kind };
}

/** A repetition of the same schedule in which a thread did something else. */
export function nondeterminism(thread: number): Ending {
  return { kind: "nondeterminism", stuck: [], held: [], result: "", key: `nondeterminism / ${thread}` };
}

/** Whoever waits for several things is stuck with each of them. */
function stuckOf(model: Model, { index, name, pending, status }: ThreadState, label: (object: Shared) => string) {
  const waits = pending?.alternatives?.flatMap((each) => each ?? []) ?? (pending ? [pending] : []);
  if (model.real && pending) return [reallyStuck(model, model.real, index, name)];
  return waits.map((operation): Stuck => {
    const { on, local, rule } = operation;
    const asleep = status === "sleeping" || rule?.isSleep === true;
    const holder = asleep ? null : holderIn(model, on);
    return {
      thread: index,
      name,
      on: label(on),
      asleep,
      heldBy: holder?.name ?? null,
      holderEnded: holder?.isOver === true,
      sites: sitesOf(local || !pending ? operation : pending),
    };
  });
}

function reallyStuck(model: Model, real: RealSide, thread: number, name: string): Stuck {
  const { holder, on, asleep } = real.waitsFor(thread);
  const owner = holder === null ? null : model.threads[holder];
  return { thread, name, on, asleep, heldBy: owner?.name ?? null, holderEnded: owner?.isOver === true, sites: [] };
}

function leftHeld(model: Model, label: (object: Shared) => string): readonly LeftHeld[] {
  if (model.real) return model.real.held();
  return model.objects.flatMap(({ object, isThere, value }) => {
    if (!isThere || !isHeld(object, value)) return [];
    const holder = holderIn(model, object);
    return holder && !holder.isOver ? [] : [{ thread: holder?.name ?? null, lock: label(object) }];
  });
}

/** The thread that holds a lock; null where nobody does. Who waits for a thread's end waits for that thread. */
function holderIn(model: Model, on: Shared): ThreadState | null {
  if (on instanceof ThreadObject) return model.threads[model.valueOf(on) - 1] ?? null;
  if (!(on instanceof Guarded && on.isLock)) return null;
  return model.threads[holderOf(model.valueOf(on)) - 1] ?? null;
}

function isHeld(object: Shared, value: number): boolean {
  if (object instanceof Permits) return object.isLock && value < 1;
  return object instanceof Guarded && object.isLock && value !== 0;
}

function isAnyHeld({ objects }: Model): boolean {
  return objects.some(({ object, isThere, value }) => isThere && isHeld(object, value));
}

function kindOf(model: Model, stuck: readonly Stuck[], hasFailed: boolean, held: readonly LeftHeld[]): EndingKind {
  if (hasFailed) return "uncaught-error";
  if (stuck.length > 0) {
    // Who waits for the end of a thread that is stuck is stuck because of that one.
    const isJoin = (thread: number) =>
      model.real ? model.real.waitsFor(thread).isJoin : model.threads[thread]?.pending?.kind === "join";
    const others = stuck.filter(({ thread }) => !isJoin(thread));
    if (stuck.some(({ holderEnded }) => holderEnded)) return "lock-held";
    if (others.length === 0 || others.some(({ asleep }) => !asleep)) return "deadlock";
    return model.hasMain && model.threads[0]?.isOver ? "leaked-thread" : "lost-wake-up";
  }
  if (model.real ? held.length > 0 : isAnyHeld(model)) return "lock-held";
  return model.invariantHolds() ? "ok" : "invariant";
}
