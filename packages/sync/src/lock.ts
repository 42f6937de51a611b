import { checkTimeout, registerObject, words } from "@lockstep/memory/seam";
import {
  acquireOwned,
  acquireOwnedAsync,
  isLocked,
  isOwned,
  markConsistent,
  mustOwn,
  releaseOwned,
  tryAcquireOwned,
} from "./owned-lock.ts";
import { EXCLUSIVE, FAIR, fillPermits } from "./permit-state.ts";
import { FLAGS, nameOf, primitiveBlock, registerPrimitive } from "./primitive.ts";
import { type Done, holdDuring, withHeld, withHeldAsync } from "./with-held.ts";
import type { WaitOptions } from "./wait-options.ts";

const KIND = "sync:Lock";
/** Only the holder may release. */
const OWNER_RELEASES = 4;

/** How a lock is made. */
export interface LockOptions {
  /** For reports; "Lock" where absent. */
  readonly name?: string;
  /** Serves in the order of asking, strictly. Costs a sleep and a wake-up at nearly every contended acquire. */
  readonly fair?: boolean;
  /** Only the thread that holds the lock may release it; else `NotOwnerError`. */
  readonly owner?: boolean;
}

/**
 * A mutex: at most one thread holds it at a time.
 *
 * **Invariant**: between a thread's `acquire` and the next `release` no other `acquire` returns.
 * **Fairness**: barging, within bounds: a newcomer may overtake a sleeper, but a sleeper that was woken four times in
 * vain is handed the lock. With `fair`: in order of asking.
 * **Threads**: blocking on workers; a plain main thread uses `acquireAsync`. Not re-entrant: acquiring twice in one thread
 * waits for a release by another. Any thread may release, as in CPython, unless `owner` is set.
 * **Death**: when a thread ends while it holds the lock, whoever acquires it next gets an `OwnerDiedError` and holds it.
 * @example
 * const lock = new Lock();
 * lock.withLock(() => { shop.left = shop.left - 1; });
 * **Source**: the word lock of parking_lot.
 */
export class Lock {
  readonly #at: number;

  constructor({ name = "Lock", fair = false, owner = false }: LockOptions = {}) {
    this.#at = primitiveBlock(KIND, name, (at) =>
      fillPermits(at, 1, EXCLUSIVE | (fair ? FAIR : 0) | (owner ? OWNER_RELEASES : 0)),
    );
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /**
   * Waits until the lock is free and takes it.
   * @throws {OwnerDiedError} when its last holder ended without releasing it. The lock is held then.
   */
  acquire(): void {
    acquireOwned(this.#at, Infinity, "lock.acquire");
  }

  /** Takes the lock if it is free; answers whether it did. Never waits. @throws {OwnerDiedError} with the lock held. */
  tryAcquire(): boolean {
    return tryAcquireOwned(this.#at);
  }

  /**
   * Waits at most `timeoutMs` milliseconds; answers whether the lock was taken. The time-out is for waiting, not for holding.
   * @throws {BadTimeoutError} unless `timeoutMs` is 0 or more.
   * @throws {OwnerDiedError} with the lock held.
   */
  tryAcquireFor(timeoutMs: number): boolean {
    checkTimeout(timeoutMs);
    return acquireOwned(this.#at, timeoutMs, "lock.acquire");
  }

  /**
   * As `tryAcquireFor`, on any thread, without blocking its event loop. Rejects with the signal's reason when that aborts
   * first. A time-out that is no time-out rejects too.
   */
  acquireAsync(options: WaitOptions = {}): Promise<boolean> {
    return acquireOwnedAsync(this.#at, options);
  }

  /**
   * Gives the lock back and wakes one sleeper, if there is any.
   * @throws {NotHeldError} when nobody holds it.
   * @throws {NotOwnerError} when another thread holds it and the lock was made with `owner`.
   */
  release(): void {
    if (((words[this.#at + FLAGS] ?? 0) & OWNER_RELEASES) !== 0 && isLocked(this.#at)) mustOwn(this.#at, "release()");
    releaseOwned(this.#at);
  }

  /** Whether somebody holds it at this moment; for reports, not for decisions. */
  get locked(): boolean {
    return isLocked(this.#at); // with a decision point: a program may wait in a loop for it, and that round would never end
  }

  /** Whether the calling thread holds it. */
  get isOwned(): boolean {
    return isOwned(this.#at);
  }

  /** After an `OwnerDiedError`: what the lock guards is in order again. @throws {NotOwnerError} unless this thread holds it. */
  markConsistent(): void {
    markConsistent(this.#at);
  }

  /**
   * Holds the lock while `body` runs, and releases it also when `body` throws. Answers what `body` answers.
   * @throws {AsyncBodyError} when `body` returns a promise: the lock would be free again before it has settled.
   * @throws {OwnerDiedError} with the lock given back, since nobody would.
   */
  withLock<T>(body: () => T): T {
    return withHeld(this, body);
  }

  /** Holds the lock while `body` runs, also past its awaits. */
  withLockAsync<T>(body: () => T | Promise<T>, options: WaitOptions = {}): Promise<Done<T>> {
    return withHeldAsync(this, body, options);
  }

  /** Acquires, and releases at the end of the block: `using held = lock.hold();` */
  hold(): Disposable {
    return holdDuring(this);
  }

  toString(): string {
    return `<Lock ${nameOf(this.#at)} ${isLocked(this.#at) ? "locked" : "unlocked"}>`;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Lock({ name }),
      attach: () => new Lock(),
      addressOf: (lock) => lock.#at,
    });
  }
}
