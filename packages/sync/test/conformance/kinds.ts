import type { WaitOptions } from "../../src/index.ts";
import { EndsWithBoolean, LapsTooEarly, LosesTheLate, WakesOneOnly } from "../broken/primitives.ts";
import { GoesAheadUnlocked, TellsOneOfAll } from "../broken/conditions.ts";
import { KeepsOnGivingUp, OneTooManyAtOnce } from "../broken/permits.ts";
import type { SharedWords } from "./primitive-programs.ts";

/** What the suite needs of each primitive; ours, and whatever else wants to be one. */
export interface SemaphoreLike {
  readonly value: number;
  acquire(permits?: number): void;
  tryAcquire(permits?: number): boolean;
  tryAcquireFor(timeoutMs: number, permits?: number): boolean;
  release(permits?: number): void;
}
export interface EventLike {
  wait(timeoutMs?: number): boolean;
  set(): void;
  clear(): void;
}
export interface ConditionLike {
  acquire(): void;
  release(): void;
  waitFor(predicate: () => boolean, options?: Pick<WaitOptions, "timeoutMs">): boolean;
  notify(count?: number): void;
  notifyAll(): void;
}
export interface BarrierLike {
  wait(timeoutMs?: number): number;
}

/** A set of primitives on given shared words. A kind of your own is one more entry here. */
export interface Kind {
  readonly semaphore: SemaphoreLike;
  readonly event: EventLike;
  readonly condition: ConditionLike;
  readonly barrier: BarrierLike;
}

const kinds: Readonly<Record<string, (shared: SharedWords) => Partial<Kind>>> = {
  ours: () => ({}),
  WakesOneOnly: (shared) => ({ semaphore: new WakesOneOnly(shared) }),
  EndsWithBoolean: (shared) => ({ event: new EndsWithBoolean(shared) }),
  LosesTheLate: (shared) => ({ condition: new LosesTheLate(shared) }),
  TellsOneOfAll: (shared) => ({ condition: new TellsOneOfAll(shared) }),
  GoesAheadUnlocked: (shared) => ({ condition: new GoesAheadUnlocked(shared) }),
  OneTooManyAtOnce: (shared) => ({ semaphore: new OneTooManyAtOnce(shared) }),
  KeepsOnGivingUp: (shared) => ({ semaphore: new KeepsOnGivingUp(shared) }),
  LapsTooEarly: (shared) => ({ barrier: new LapsTooEarly(shared) }),
};

export function use(kind: string, shared: SharedWords): Kind {
  const { semaphore, event, condition, barrier } = shared;
  return { semaphore, event, condition, barrier, ...kinds[kind]?.(shared) };
}
