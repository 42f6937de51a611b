import { checkTimeout, nowMs } from "@lockstep/memory/seam";
import { FutureTimeoutError } from "./errors.ts";
import type { Future } from "./future.ts";
import { waitUntilAsync } from "./inbox.ts";

/** Results in the order of what was submitted, each waited for when it is asked for. Can be walked through once. */
export class MapResults<T> implements Iterable<T>, AsyncIterable<T> {
  readonly #futures: Future<T>[];
  readonly #timeoutMs: number | undefined;
  readonly #untilMs: number;

  /** @param timeoutMs from now on, for all of them. */
  constructor(futures: Future<T>[], timeoutMs: number | undefined) {
    if (timeoutMs !== undefined) checkTimeout(timeoutMs);
    this.#futures = futures;
    this.#timeoutMs = timeoutMs;
    this.#untilMs = timeoutMs === undefined ? Infinity : nowMs() + timeoutMs;
  }

  /** Blocks until the next is done. What is left when the walk ends early is cancelled. */
  *[Symbol.iterator](): Generator<T> {
    try {
      for (let next = this.#futures.shift(); next; next = this.#futures.shift()) {
        const leftMs = this.#untilMs === Infinity ? undefined : Math.max(0, this.#untilMs - nowMs());
        yield next.result(leftMs);
      }
    } finally {
      for (const future of this.#futures) future.cancel();
    }
  }

  /** As above, without blocking the event loop. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (let next = this.#futures.shift(); next; next = this.#futures.shift()) {
        if (this.#untilMs !== Infinity && !(await this.#isDone(next)))
          throw new FutureTimeoutError(this.#timeoutMs ?? Infinity);
        yield await next;
      }
    } finally {
      for (const future of this.#futures) future.cancel();
    }
  }

  #isDone(future: Future<T>): Promise<boolean> {
    return waitUntilAsync(() => future.done, Math.max(0, this.#untilMs - nowMs()));
  }
}
