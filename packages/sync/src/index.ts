export { Condition } from "./condition.ts";
export {
  AsyncBodyError,
  BadCountError,
  NotHeldError,
  NotOwnerError,
  OwnerDiedError,
  ReleasedTooOftenError,
} from "./errors.ts";
export { Event } from "./event.ts";
export { Lock, type LockOptions } from "./lock.ts";
export { RLock } from "./rlock.ts";
export { BoundedSemaphore, Semaphore, type SemaphoreOptions } from "./semaphore.ts";
export type { WaitOptions } from "./wait-options.ts";
export type { Done } from "./with-held.ts";
