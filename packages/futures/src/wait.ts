import { checkTimeout, nowMs } from "@lockstep/memory/seam";
import { FutureTimeoutError } from "./errors.ts";
import type { Future } from "./future.ts";
import { waitUntil, waitUntilAsync } from "./inbox.ts";

/** What `wait` waits for: all are done · one is · one has thrown, or all are done. */
export type ReturnWhen = "all-completed" | "first-completed" | "first-exception";

/** How long, and for what. */
export interface WaitForFutures {
  /** Absent: for ever. */
  readonly timeoutMs?: number | undefined;
  /** Absent: all. */
  readonly returnWhen?: ReturnWhen;
}

/** Futures, told apart by whether they are done. */
export interface DoneAndNot<T> {
  readonly done: ReadonlySet<Future<T>>;
  readonly notDone: ReadonlySet<Future<T>>;
}

/**
 * Waits until all of the futures are done, or one of them, or one has thrown; or until the time is over, which is no error.
 * **Source**: CPython's `concurrent.futures.wait`.
 */
export function wait<T>(futures: Iterable<Future<T>>, options: WaitForFutures = {}): DoneAndNot<T> {
  const all = new Set(futures);
  waitUntil(() => isEnough(all, options.returnWhen), options.timeoutMs);
  return toldApart(all);
}

/** As `wait`, without blocking the event loop. */
export async function waitAsync<T>(futures: Iterable<Future<T>>, options: WaitForFutures = {}): Promise<DoneAndNot<T>> {
  const all = new Set(futures);
  await waitUntilAsync(() => isEnough(all, options.returnWhen), options.timeoutMs);
  return toldApart(all);
}

function isEnough<T>(all: ReadonlySet<Future<T>>, returnWhen: ReturnWhen = "all-completed"): boolean {
  const done = [...all].filter((future) => future.done);
  if (done.length === all.size) return true;
  switch (returnWhen) {
    case "all-completed":
      return false;
    case "first-completed":
      return done.length > 0;
    case "first-exception":
      return done.some((future) => !future.cancelled && future.exception() !== null);
  }
}

function toldApart<T>(all: ReadonlySet<Future<T>>): DoneAndNot<T> {
  const done = new Set([...all].filter((future) => future.done));
  return { done, notDone: new Set([...all].filter((future) => !done.has(future))) };
}

/**
 * The futures as they are done, those that are done first: `for (const future of asCompleted(futures))`. In
 * `for await (const { future } of …)` each comes in an object of its own, since the language would await a bare one.
 * @param options.timeoutMs for all of them, from now on. @throws {FutureTimeoutError} while walking
 * **Source**: CPython's `concurrent.futures.as_completed`.
 */
export function asCompleted<T>(
  futures: Iterable<Future<T>>,
  { timeoutMs }: { readonly timeoutMs?: number } = {},
): Iterable<Future<T>> & AsyncIterable<{ readonly future: Future<T> }> {
  if (timeoutMs !== undefined) checkTimeout(timeoutMs);
  const untilMs = timeoutMs === undefined ? Infinity : nowMs() + timeoutMs;
  const left = new Set(futures);
  const order: Future<T>[] = [];
  for (const future of left) future.addDoneCallback(() => order.push(future));
  const leftMs = () => (untilMs === Infinity ? undefined : Math.max(0, untilMs - nowMs()));
  const isSome = () => order.length > 0;
  const next = (isThere: boolean): Future<T> | undefined => {
    if (!isThere) throw new FutureTimeoutError(timeoutMs ?? Infinity);
    const future = order.shift();
    if (future) left.delete(future);
    return future;
  };
  return {
    *[Symbol.iterator]() {
      for (; left.size > 0;) {
        const future = next(waitUntil(isSome, leftMs()));
        if (future) yield future;
      }
    },
    async *[Symbol.asyncIterator]() {
      for (; left.size > 0;) {
        const future = next(await waitUntilAsync(isSome, leftMs()));
        if (future) yield { future };
      }
    },
  };
}
