import * as errors from "@lockstep/sync/errors";
import { barrierClass } from "./barrier.ts";
import { conditionClass } from "./condition.ts";
import { eventClass } from "./event.ts";
import { latchClass } from "./latch.ts";
import { lockClasses } from "./lock.ts";
import { onceClass } from "./once.ts";
import { rwLockClass } from "./rw-lock.ts";
import { semaphoreClasses } from "./semaphore.ts";
import type { World } from "./world.ts";

/** `@lockstep/sync` for an explored program. */
export function syncPackage(world: World): Readonly<Record<string, unknown>> {
  const locks = lockClasses(world);
  return {
    ...errors,
    ...locks,
    ...semaphoreClasses(world),
    Condition: conditionClass(world, locks),
    Event: eventClass(world),
    Barrier: barrierClass(world),
    RWLock: rwLockClass(world),
    Latch: latchClass(world),
    Once: onceClass(world),
    waitGraph: world.function("waitGraph", world.refused("waitGraph")),
  };
}
