/** What programs and students use. */
export { BadTargetError, NoSupervisorError, ThreadStateError } from "./errors.ts";
export { currentThread, mainThread, type RunningThread, Thread, type ThreadOptions } from "./thread.ts";
