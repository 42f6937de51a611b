/// <reference lib="esnext.sharedmemory" />
import { BadTimeoutError, BlockingOnMainThreadError, BlockingOnSharedWorkerError } from "./errors.ts";
import { gate } from "./gate.ts";
import { words } from "./heap.ts";
import { thisThread } from "./this-thread.ts";

/** How a sleep ended: somebody woke it · the value was another one already · the time was over. */
export type Parked = "woken" | "changed" | "timed-out";

/**
 * Sleeps while the word at `at` is `expected`, until another thread unparks that address. May wake without cause: call it
 * in a loop around the condition. The only sleep there is.
 * @param timeoutMs absent: for ever; 0: try once.
 * @param on the primitive that is waited for, for reports, where `at` is a word of the waiter's own.
 * @throws {BlockingOnMainThreadError} on Node's main thread, which must stay free for events.
 * @throws {BlockingOnSharedWorkerError} in a thread that shares its worker.
 */
export function park(at: number, expected: number, timeoutMs: number = Infinity, on: number = at): Parked {
  checkTimeout(timeoutMs);
  if (gate) return gate.park(at, expected, timeoutMs, on);
  mustMayBlock("This call", "the call's async form");
  switch (Atomics.wait(words, at, expected, timeoutMs)) {
    case "ok":
      return "woken";
    case "not-equal":
      return "changed";
    case "timed-out":
      return "timed-out";
  }
}

/**
 * Lets a little time pass without sleeping, 20 to 50 ns for each pause of the processor. Who looks again and again for what
 * others change takes the memory that they work on away from them; who looks once in a while finds more when it does.
 */
export function rest(pauses: number): void {
  for (let i = 0; i < pauses; i++) Atomics.pause();
}

/** @throws {BlockingOnMainThreadError} @throws {BlockingOnSharedWorkerError} where sleeping would stop an event loop that others need. */
export function mustMayBlock(call: string, asyncForm: string): void {
  const { mayBlock, isShared } = thisThread();
  if (gate || mayBlock) return;
  throw isShared ? new BlockingOnSharedWorkerError(call, asyncForm) : new BlockingOnMainThreadError(call, asyncForm);
}

let waitingAsync = 0;
/** waitAsync alone does not keep the event loop alive: while there is one, this does. */
let hold: NodeJS.Timeout | undefined;

/** Asynchronous waits of this worker that have not ended. While there are any, code of a thread may still run in it. */
export function pendingWaits(): number {
  return waitingAsync;
}

/** How an asynchronous wait may end early. */
export interface ParkAsyncOptions {
  /** When it aborts, everybody parked at that address wakes and has to look again: on a word of the waiter's own, it alone. */
  readonly signal?: AbortSignal | undefined;
  readonly on?: number;
}

/** `park` for a thread that must not sleep: the event loop goes on. In a gated round the thread sleeps once it has nothing else to do. */
export async function parkAsync(
  at: number,
  expected: number,
  timeoutMs: number = Infinity,
  { signal, on = at }: ParkAsyncOptions = {},
): Promise<Parked> {
  checkTimeout(timeoutMs);
  if (signal?.aborted) return "woken";
  if (gate) return await gate.parkAsync(at, expected, timeoutMs, signal, on);
  const waiting = Atomics.waitAsync(words, at, expected, timeoutMs);
  if (!waiting.async) return waiting.value === "timed-out" ? "timed-out" : "changed";
  if (waitingAsync++ === 0) hold = setInterval(() => undefined, 2 ** 30);
  // The platform can't take a wait back. So the waiter is woken: nothing stays behind that could swallow a later wake-up.
  const wake = () => void Atomics.notify(words, at);
  signal?.addEventListener("abort", wake);
  try {
    return (await waiting.value) === "ok" ? "woken" : "timed-out";
  } finally {
    if (--waitingAsync === 0) clearInterval(hold);
    signal?.removeEventListener("abort", wake);
  }
}

/** Wakes up to `count` threads parked at `at`, longest sleeper first; answers how many. */
export function unpark(at: number, count: number = Infinity): number {
  return gate ? gate.unpark(at, count) : Atomics.notify(words, at, count);
}

/** @throws {BadTimeoutError} unless 0 or more. */
export function checkTimeout(timeoutMs: number): void {
  if (!(timeoutMs >= 0)) throw new BadTimeoutError(timeoutMs);
}

/** Milliseconds of a clock that never goes back: real at full speed, the round's own in a gated round. */
export function nowMs(): number {
  return gate ? gate.nowMs() : performance.now();
}

/** The instant at which a time-out passes, on the clock of `nowMs`. @throws {BadTimeoutError} */
export function deadlineOf(timeoutMs: number = Infinity): number {
  checkTimeout(timeoutMs);
  return timeoutMs === Infinity ? Infinity : nowMs() + timeoutMs;
}

/** What is left until a deadline, never less than 0. Reads no clock where there is no deadline. */
export function leftMs(deadlineMs: number): number {
  return deadlineMs === Infinity ? Infinity : Math.max(0, deadlineMs - nowMs());
}
