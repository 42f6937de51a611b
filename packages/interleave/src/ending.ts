import type { Model } from "./model.ts";
import { Permits } from "./shared.ts";

/**
 * How a run ended. `lock-held`: all threads are over, and a lock was never given back. `step-limit`: it went on and on (a livelock, a busy wait, or too long a program).
 * `nondeterminism`: a thread asked for something else when the same schedule was repeated, so nothing can be said.
 */
export type EndingKind =
  | "ok"
  | "invariant"
  | "uncaught-error"
  | "deadlock"
  | "lock-held"
  | "lost-wake-up"
  | "step-limit"
  | "nondeterminism";

/** A thread that can't go on. */
export interface Stuck {
  readonly thread: number;
  /** Name of the object it waits for. */
  readonly on: string;
  /** It sleeps until somebody wakes it, and nobody will; otherwise it waits for a permit. */
  readonly asleep: boolean;
}

/** One distinct end of the explored runs. */
export interface Ending {
  readonly kind: EndingKind;
  readonly stuck: readonly Stuck[];
  /** Equal for equal ends: kind, values of all objects, and who is stuck or failed. */
  readonly key: string;
}

/** Looks at a run in which nobody can go on. Only sleepers left is a lost wake-up; otherwise whoever is stuck is in a deadlock. */
export function endingOf(model: Model): Ending {
  const stuck = model.threads.flatMap((thread): Stuck[] =>
    thread.waitsFor ? [{ thread: thread.index, on: thread.waitsFor.name, asleep: thread.status === "sleeping" }] : [],
  );
  const failed = model.threads.filter(({ status }) => status === "failed");
  const kind = kindOf(model, stuck, failed.length > 0);
  const who = [
    ...stuck.map(({ thread, on, asleep }) => `${model.threads[thread]?.kind} ${asleep ? "sleeps on" : "wants"} ${on}`),
    ...failed.map((thread) => `${thread.kind} threw ${String(thread.error)}`),
  ].toSorted();
  return { kind, stuck, key: [kind, ...model.objects.map(({ value }) => value), ...who].join(" / ") };
}

/** Ends after which it can't be said what else the program could have done. */
export function isCutShort({ kind }: Ending): boolean {
  return kind === "step-limit" || kind === "nondeterminism";
}

/** A run that did not come to an end within the limit of steps. */
export function stepLimit(): Ending {
  return { kind: "step-limit", stuck: [], key: "step-limit" };
}

/** A repetition of the same schedule in which a thread did something else. */
export function nondeterminism(thread: number): Ending {
  return { kind: "nondeterminism", stuck: [], key: `nondeterminism / ${thread}` };
}

function kindOf(model: Model, stuck: readonly Stuck[], hasFailed: boolean): EndingKind {
  if (hasFailed) return "uncaught-error";
  if (stuck.length > 0) return stuck.every(({ asleep }) => asleep) ? "lost-wake-up" : "deadlock";
  if (model.objects.some(({ object, value }) => object instanceof Permits && object.isLock && value < 1))
    return "lock-held";
  return model.invariantHolds() ? "ok" : "invariant";
}
