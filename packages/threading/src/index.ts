/** What programs and students use. */
export { activeCount, currentThread, enumerate, mainThread, type RunningThread } from "./current-thread.ts";
export { BadTargetError, MainGuardError, NoSupervisorError, ThreadStateError } from "./errors.ts";
export { sleep, sleepAsync } from "./sleep.ts";
export { Thread, type ThreadOptions } from "./thread.ts";
export { ThreadLocal } from "./thread-local.ts";
export { Timer } from "./timer.ts";
export { onUncaughtError, type UncaughtHook } from "./uncaught.ts";
