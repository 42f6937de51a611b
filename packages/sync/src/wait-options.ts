import { mustMayBlock as mustBeAbleToBlock } from "@lockstep/memory/seam";

export { deadlineOf, leftMs } from "@lockstep/memory/seam";

/** How long an asynchronous form waits. */
export interface WaitOptions {
  /** Absent: for ever. 0: tries once. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait: the promise is rejected with the signal's reason, and nothing was acquired. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws {BlockingOnMainThreadError} @throws {BlockingOnSharedWorkerError} where sleeping would stop an event loop that others need. */
export function mustMayBlock(call: string): void {
  mustBeAbleToBlock(`${call}()`, `${call}Async()`);
}
