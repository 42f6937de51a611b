/** What programs and students use. */
export { BadTargetError, NoSupervisorError, ThreadStateError } from "./errors.ts";
export { currentThread, Thread, type ThreadOptions } from "./thread.ts";
