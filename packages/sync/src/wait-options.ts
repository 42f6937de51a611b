import { checkTimeout, gate, nowMs, thisThread, BlockingOnMainThreadError } from "@lockstep/memory/seam";

/** How long an asynchronous form waits. */
export interface WaitOptions {
  /** Absent: for ever. 0: tries once. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait: the promise is rejected with the signal's reason, and nothing was acquired. */
  readonly signal?: AbortSignal | undefined;
}

/** An instant on the clock of `nowMs`. @throws {BadTimeoutError} */
export function deadlineOf(timeoutMs: number = Infinity): number {
  checkTimeout(timeoutMs);
  return timeoutMs === Infinity ? Infinity : nowMs() + timeoutMs;
}

export function leftMs(deadlineMs: number): number {
  return deadlineMs === Infinity ? Infinity : Math.max(0, deadlineMs - nowMs());
}

/** @throws {BlockingOnMainThreadError} where sleeping would stop the event loop of a program. */
export function mustMayBlock(call: string): void {
  if (!gate && !thisThread().mayBlock) throw new BlockingOnMainThreadError(`${call}()`, `${call}Async()`);
}
