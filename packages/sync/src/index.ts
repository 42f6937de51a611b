export { Barrier, type BarrierOptions } from "./barrier.ts";
export { Condition } from "./condition.ts";
export {
  AsyncBodyError,
  BadCountError,
  BrokenBarrierError,
  NotHeldError,
  NotOwnerError,
  OnceInsideItselfError,
  OwnerDiedError,
  ReleasedTooOftenError,
} from "./errors.ts";
export { Event } from "./event.ts";
export { Latch } from "./latch.ts";
export { Lock, type LockOptions } from "./lock.ts";
export { Once } from "./once.ts";
export { RLock } from "./rlock.ts";
export { RWLock, type Side } from "./rw-lock.ts";
export { BoundedSemaphore, Semaphore, type SemaphoreOptions } from "./semaphore.ts";
export { type Waiting, type WaitGraph, waitGraph } from "./wait-graph.ts";
export type { WaitOptions } from "./wait-options.ts";
export type { Done } from "./with-held.ts";
