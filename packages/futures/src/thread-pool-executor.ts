import { gate, ofThread, onThreadEnd, pack, thisThread } from "@lockstep/memory/seam";
import { SimpleQueue } from "@lockstep/queue";
import { BadCountError } from "@lockstep/sync";
import { NoSupervisorError, Thread } from "@lockstep/threading";
import { surroundingsHere } from "@lockstep/threading/seam";
import { availableParallelism } from "node:os";
import { BrokenThreadPoolError, PoolShutDownError } from "./errors.ts";
import { Future, setTask, settle } from "./future.ts";
import { checkWhenDraining, dropTask, inboxHere, newTask, waitUntil } from "./inbox.ts";
import { MapResults } from "./map-results.ts";
import { claimIdle, isBroken, newPool, storeTarget, type TargetPlace } from "./pool-block.ts";
import { type FirstCall, servePool } from "./pool-worker.ts";
import { cancelTask } from "./task-block.ts";

const WORKERS_MAX = 1024;
/** What CPython starts with: a few more than cores, since tasks wait. */
const defaultWorkers = () => (gate ? 5 : Math.min(32, availableParallelism() + 4));

/** How a pool is made. */
export interface ThreadPoolOptions {
  /** At most so many threads run tasks; 1 to 1,024. Absent: cores and 4, at most 32. */
  readonly maxWorkers?: number;
  /** Threads are named `prefix_0`, `prefix_1`, …; absent: a prefix of the pool's own. */
  readonly threadNamePrefix?: string;
  /** An exported function that each thread calls before its first task. */
  readonly initializer?: (...args: never[]) => unknown;
  readonly initArgs?: readonly unknown[];
}

type Call = (...args: never[]) => unknown;

/** Pools that a thread made, and those of them that it did not shut down. */
const mine = ofThread(() => ({ pools: 0, open: new Set<ThreadPoolExecutor>() }));

/**
 * A fixed number of threads that run tasks, one after another.
 *
 * **Invariant**: each task that was submitted and not cancelled is run once; never more than `maxWorkers` at the same time.
 * **Fairness**: tasks begin in the order in which they were submitted.
 * **Threads**: belongs to the thread that made it, which submits and has the futures. Threads of the pool start when they
 * are needed, and are used again.
 * **Death**: what a task throws is its future's. When the thread that made the pool ends, the pool is shut down: what was
 * submitted is still done.
 * **Source**: CPython's `concurrent.futures.ThreadPoolExecutor`.
 * @example
 * using pool = new ThreadPoolExecutor({ maxWorkers: 5 });
 * const future = pool.submit(power, 3, 3);
 * future.result(); // 27
 */
export class ThreadPoolExecutor implements Disposable {
  readonly #maxWorkers: number;
  readonly #prefix: string;
  readonly #tasks = new SimpleQueue<number>({ name: "tasks" });
  readonly #pool = newPool();
  readonly #initializer: FirstCall | null;
  readonly #threads: Thread[] = [];
  readonly #targets = new WeakMap<Call, TargetPlace>();
  readonly #pending = new Map<Future, number>();
  #isShutDown = false;

  /** @throws {BadCountError} @throws {BadTargetError} for an initializer that no module exports. */
  constructor({ maxWorkers = defaultWorkers(), threadNamePrefix, initializer, initArgs }: ThreadPoolOptions = {}) {
    if (!(Number.isInteger(maxWorkers) && maxWorkers >= 1 && maxWorkers <= WORKERS_MAX))
      throw new BadCountError("maxWorkers", 1, WORKERS_MAX, maxWorkers);
    this.#maxWorkers = maxWorkers;
    this.#prefix = threadNamePrefix ?? `pool-${thisThread().number}-${mine().pools++}`;
    this.#initializer = initializer ? this.#firstCall(initializer, initArgs ?? []) : null;
    if (initializer) checkWhenDraining(() => this.#settleIfBroken());
    mine().open.add(this);
  }

  /**
   * Asks for `target(...args)` to be run; returns at once.
   * @param target a function that its module exports.
   * @throws {PoolShutDownError} @throws {BrokenThreadPoolError} @throws {BadTargetError} @throws {NotTransferableError}
   */
  submit<A extends unknown[], R>(target: (...args: A) => R, ...args: A): Future<Awaited<R>> {
    if (this.#isShutDown) throw new PoolShutDownError();
    if (isBroken(this.#pool)) throw new BrokenThreadPoolError();
    const future = new Future<Awaited<R>>();
    const place = this.#placeOf(target);
    const task = newTask(place, args, (outcome) => {
      this.#pending.delete(future);
      const isLost = outcome.kind === "cancelled" && isBroken(this.#pool);
      settle(future, isLost ? { kind: "threw", error: new BrokenThreadPoolError() } : outcome);
    });
    setTask(future, task);
    this.#pending.set(future, task);
    try {
      this.#tasks.put(task);
    } catch (error) {
      this.#pending.delete(future);
      dropTask(task);
      throw isBroken(this.#pool) ? new BrokenThreadPoolError({ cause: error }) : error;
    }
    if (this.#threads.length < this.#maxWorkers && !claimIdle(this.#pool)) this.#startThread();
    return future;
  }

  /**
   * Submits a task for each item of `items`, at once; their results come in the order of the items, as they are asked for:
   * `for (const result of pool.map(…))`, or `for await`.
   * @param items several lists give the target several arguments; the shortest ends it.
   * @throws as `submit`; when a result is asked for: what its task threw, `FutureTimeoutError` when `timeoutMs` after the call have passed.
   */
  map<A extends unknown[], R>(
    target: (...args: A) => R,
    items: { readonly [K in keyof A]: Iterable<A[K]> },
    { timeoutMs }: { readonly timeoutMs?: number } = {},
  ): MapResults<Awaited<R>> {
    const lists = items.map((list) => list[Symbol.iterator]());
    const futures: Future<Awaited<R>>[] = [];
    for (;;) {
      const row = lists.map((list) => list.next());
      if (row.length === 0 || row.some(({ done }) => done)) break;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one value of each list, as `items` says
      futures.push(this.submit(target, ...(row.map(({ value }): unknown => value) as A)));
    }
    return new MapResults(futures, timeoutMs);
  }

  /**
   * From now on nothing can be submitted. What was submitted is still done.
   * @param options.wait waits for that; true where absent. Blocks.
   * @param options.cancelFutures cancels what has not begun.
   */
  shutdown({
    wait = true,
    cancelFutures = false,
  }: { readonly wait?: boolean; readonly cancelFutures?: boolean } = {}): void {
    this.#isShutDown = true;
    mine().open.delete(this);
    if (cancelFutures) for (const future of this.#pending.keys()) future.cancel();
    this.#tasks.shutdown();
    if (!wait) return;
    waitUntil(() => this.#pending.size === 0);
    for (const thread of this.#threads) thread.join();
  }

  [Symbol.dispose](): void {
    this.shutdown();
  }

  /** The tasks of a broken pool never come back, but for those that a worker has begun. */
  #settleIfBroken(): void {
    if (!isBroken(this.#pool)) return;
    for (const [future, task] of this.#pending) {
      if (!cancelTask(task)) continue;
      this.#pending.delete(future);
      settle(future, { kind: "threw", error: new BrokenThreadPoolError() });
    }
  }

  #placeOf(target: Call): TargetPlace {
    const known = this.#targets.get(target);
    if (known) return known;
    const host = surroundingsHere()?.host;
    if (!host) throw new NoSupervisorError();
    const place = storeTarget(host.describe(target));
    this.#targets.set(target, place);
    return place;
  }

  #firstCall(target: Call, args: readonly unknown[]): FirstCall {
    const { at, bytes } = this.#placeOf(target);
    return [at, bytes, Uint8Array.from(pack([...args]))];
  }

  #startThread(): void {
    const thread = new Thread({
      target: servePool,
      args: [this.#pool, inboxHere(), this.#tasks, this.#initializer],
      name: `${this.#prefix}_${this.#threads.length}`,
      daemon: false,
    });
    this.#threads.push(thread);
    thread.start();
  }
}

onThreadEnd(() => {
  for (const pool of mine().open) pool.shutdown({ wait: false });
});
