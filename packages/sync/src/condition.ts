import {
  addressOf,
  apart,
  attaching,
  enterSection,
  gate,
  leaveSection,
  registerObject,
  words,
} from "@lockstep/memory/seam";
import { Lock } from "./lock.ts";
import { acquireOwned, acquireOwnedAsync, DEPTH, mustOwn, releaseOwned } from "./owned-lock.ts";
import { nameOf, OWN, primitiveBlock, registerPrimitive, SECTION } from "./primitive.ts";
import { RLock } from "./rlock.ts";
import { deadlineOf, leftMs, mustMayBlock, type WaitOptions } from "./wait-options.ts";
import {
  dropWaiter,
  firstWaiter,
  isRemoved,
  newWaiter,
  pushLast,
  remove,
  sleep,
  sleepAsync,
  tell,
  wake,
  WOKEN,
} from "./waiters.ts";

const KIND = "sync:Condition";
/** Address of the lock, and whether it is an RLock. */
const LOCK_AT = OWN;
const IS_REENTRANT = OWN + 1;

/**
 * Lets threads that hold a lock wait until another one has changed what it guards.
 *
 * **Invariant**: a notify reaches threads that were waiting when it was called, each at most once; none is remembered for
 * later. Whoever returns from `wait` holds the lock again.
 * **Fairness**: who waits longest is notified first; then all compete for the lock as always.
 * **Threads**: any that holds the lock; a plain main thread uses the asynchronous forms.
 * **Death**: as for the lock. A thread that dies waiting is notified in vain.
 * @example
 * condition.withLock(() => { condition.waitFor(() => shop.left > 0); shop.left -= 1; });
 * **Source**: C. A. R. Hoare's monitors as in CPython's `threading.Condition`: one word to sleep on for each waiter.
 */
export class Condition {
  readonly #at: number;
  /** The lock that goes with it. */
  readonly lock: Lock | RLock;

  /** @param lock whose holders wait and notify; an `RLock` of its own where absent. */
  constructor(lock?: Lock | RLock, { name = "Condition" }: { readonly name?: string } = {}) {
    let given: Lock | RLock | undefined = lock;
    this.#at = primitiveBlock(KIND, name, (at) => {
      given ??= apart(() => new RLock({ name: `${name}.lock` }));
      words[at + LOCK_AT] = addressOf(given);
      words[at + IS_REENTRANT] = Number(given instanceof RLock);
    });
    const lockAt = words[this.#at + LOCK_AT] ?? 0;
    this.lock =
      given && addressOf(given) === lockAt ? given : attachedLock(lockAt, words[this.#at + IS_REENTRANT] === 1);
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** Acquires the lock. */
  acquire(): void {
    this.lock.acquire();
  }

  /** Releases the lock. */
  release(): void {
    this.lock.release();
  }

  /** Holds the lock while `body` runs. @throws {AsyncBodyError} */
  withLock<T>(body: () => T): T {
    return this.lock.withLock(body);
  }

  /** Acquires the lock, and releases it at the end of the block. */
  hold(): Disposable {
    return this.lock.hold();
  }

  /**
   * Releases the lock, sleeps until notified, and acquires it again; answers false when `timeoutMs` passed first. Call it
   * in a loop around the condition, or use `waitFor`: another thread may come in between notify and wake-up.
   * The time-out is for the notify: acquiring the lock again may take longer.
   * @throws {NotOwnerError} unless this thread holds the lock. @throws {BadTimeoutError}
   */
  wait(timeoutMs?: number): boolean {
    const deadlineMs = this.#begin("condition.wait", timeoutMs);
    mustMayBlock("condition.wait");
    const [waiter, depth] = this.#leave(false);
    sleep(waiter, deadlineMs, this.#at);
    let wasNotified = false;
    try {
      acquireOwned(this.#lockAt, Infinity, "lock.acquire");
    } finally {
      // Also where the lock's last holder has died: it is held all the same.
      words[this.#lockAt + DEPTH] = depth;
      wasNotified = this.#wasNotified(waiter);
    }
    return wasNotified;
  }

  /**
   * As `wait`, without blocking the event loop. When the signal aborts first, it acquires the lock again and then rejects
   * with the signal's reason.
   */
  async waitAsync({ timeoutMs, signal }: WaitOptions = {}): Promise<boolean> {
    const deadlineMs = this.#begin("condition.waitAsync", timeoutMs);
    signal?.throwIfAborted();
    const [waiter, depth] = this.#leave(true);
    await sleepAsync(waiter, deadlineMs, this.#at, signal);
    let wasNotified = false;
    try {
      await acquireOwnedAsync(this.#lockAt, {});
    } finally {
      words[this.#lockAt + DEPTH] = depth;
      wasNotified = this.#wasNotified(waiter);
    }
    if (!wasNotified) signal?.throwIfAborted();
    return wasNotified;
  }

  /**
   * Waits until `predicate` answers true: looks before it first sleeps, and after each notify. Answers what it said last:
   * false when the time was over.
   * @throws as `wait`, and what `predicate` throws; the lock is held then.
   */
  waitFor(predicate: () => boolean, { timeoutMs }: { readonly timeoutMs?: number } = {}): boolean {
    const deadlineMs = this.#begin("condition.waitFor", timeoutMs);
    while (!predicate()) {
      if (leftMs(deadlineMs) <= 0) return false;
      if (!this.wait(leftMs(deadlineMs))) return predicate();
    }
    return true;
  }

  /** As `waitFor`, without blocking the event loop. */
  async waitForAsync(predicate: () => boolean, { timeoutMs, signal }: WaitOptions = {}): Promise<boolean> {
    const deadlineMs = this.#begin("condition.waitForAsync", timeoutMs);
    while (!predicate()) {
      if (leftMs(deadlineMs) <= 0) return false;
      if (!(await this.waitAsync({ timeoutMs: leftMs(deadlineMs), signal }))) return predicate();
    }
    return true;
  }

  /**
   * Wakes up to `count` threads that wait, longest first. They go on when they get the lock.
   * @throws {NotOwnerError} unless this thread holds the lock.
   */
  notify(count: number = 1): void {
    mustOwn(this.#lockAt, "condition.notify()");
    const called: number[] = [];
    enterSection(this.#at + SECTION);
    for (let waiter = firstWaiter(this.#at); waiter !== 0 && called.length < count; waiter = firstWaiter(this.#at)) {
      remove(this.#at, waiter);
      called.push(waiter);
      tell(waiter, WOKEN);
    }
    leaveSection(this.#at + SECTION);
    gate?.log("release", nameOf(this.#at));
    for (const waiter of called) wake(waiter);
  }

  /** Wakes all threads that wait. @throws {NotOwnerError} unless this thread holds the lock. */
  notifyAll(): void {
    this.notify(Infinity);
  }

  toString(): string {
    return `<Condition ${nameOf(this.#at)} of ${String(this.lock)}>`;
  }

  get #lockAt(): number {
    return words[this.#at + LOCK_AT] ?? 0;
  }

  #begin(call: string, timeoutMs: number | undefined): number {
    mustOwn(this.#lockAt, `${call}()`);
    return deadlineOf(timeoutMs);
  }

  /** Queues up and releases the lock, however often it was acquired; answers the waiter and how often. */
  #leave(isAsync: boolean): readonly [waiter: number, depth: number] {
    const waiter = newWaiter(1, isAsync, 0);
    enterSection(this.#at + SECTION);
    pushLast(this.#at, waiter);
    leaveSection(this.#at + SECTION);
    const depth = words[this.#lockAt + DEPTH] ?? 0;
    words[this.#lockAt + DEPTH] = 0;
    releaseOwned(this.#lockAt);
    return [waiter, depth];
  }

  /** With the lock held. A waiter whose time was over, but who was called before it left, counts as notified. */
  #wasNotified(waiter: number): boolean {
    enterSection(this.#at + SECTION);
    const wasNotified = isRemoved(waiter);
    if (!wasNotified) remove(this.#at, waiter);
    leaveSection(this.#at + SECTION);
    dropWaiter(waiter);
    return wasNotified;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Condition(undefined, { name }),
      attach: () => new Condition(),
      addressOf: (condition) => condition.#at,
    });
  }
}

/** The lock of a condition that another thread made. */
function attachedLock(at: number, isReentrant: boolean): Lock | RLock {
  return attaching(at, () => (isReentrant ? new RLock() : new Lock()));
}
