import { checkTimeout, registerObject, words } from "@lockstep/memory/seam";
import {
  acquireOwned,
  acquireOwnedAsync,
  DEPTH,
  isHolder,
  isLocked,
  isOwned,
  markConsistent,
  mustOwn,
  releaseOwned,
  tryAcquireOwned,
} from "./owned-lock.ts";
import { NotHeldError } from "./errors.ts";
import { EXCLUSIVE, FAIR, fillPermits } from "./permit-state.ts";
import { nameOf, primitiveBlock, registerPrimitive } from "./primitive.ts";
import type { WaitOptions } from "./wait-options.ts";
import { type Done, holdDuring, withHeld, withHeldAsync } from "./with-held.ts";

const KIND = "sync:RLock";

/**
 * A lock that its holder may acquire again: it is free after as many releases.
 *
 * **Invariant**: as for `Lock`; between the holder's first `acquire` and its last `release` nobody else comes in.
 * **Fairness**: as for `Lock`. **Threads**: as for `Lock`, but only the holder may release. The holder is the *thread*: two
 * asynchronous functions of one thread do not keep each other out.
 * **Death**: as for `Lock`.
 * **Source**: CPython's `threading.RLock`.
 */
export class RLock {
  readonly #at: number;

  /** @param options.fair as for `Lock`. */
  constructor({ name = "RLock", fair = false }: { readonly name?: string; readonly fair?: boolean } = {}) {
    this.#at = primitiveBlock(KIND, name, (at) => fillPermits(at, 1, EXCLUSIVE | (fair ? FAIR : 0)));
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** Takes the lock, or counts one more if this thread has it. @throws {OwnerDiedError} with the lock held. */
  acquire(): void {
    if (!this.#again()) acquireOwned(this.#at, Infinity, "lock.acquire");
  }

  /** As `acquire`, but never waits; answers whether the lock was taken. @throws {OwnerDiedError} with the lock held. */
  tryAcquire(): boolean {
    return this.#again() || tryAcquireOwned(this.#at);
  }

  /**
   * As `acquire`, waiting at most `timeoutMs` milliseconds; answers whether the lock was taken.
   * @throws {BadTimeoutError} · {OwnerDiedError} with the lock held.
   */
  tryAcquireFor(timeoutMs: number): boolean {
    checkTimeout(timeoutMs);
    return this.#again() || acquireOwned(this.#at, timeoutMs, "lock.acquire");
  }

  /** As `tryAcquireFor`, without blocking the event loop. Rejects with the signal's reason when that aborts first. */
  async acquireAsync(options: WaitOptions = {}): Promise<boolean> {
    return this.#again() || (await acquireOwnedAsync(this.#at, options));
  }

  /**
   * Undoes one `acquire`; after the last, the lock is free.
   * @throws {NotHeldError} when nobody holds it. @throws {NotOwnerError} when another thread does.
   */
  release(): void {
    const at = this.#at;
    if (!isHolder(at)) {
      if (!isLocked(at)) throw new NotHeldError();
      mustOwn(at, "release()");
    }
    const depth = words[at + DEPTH] ?? 0;
    if (depth > 0) words[at + DEPTH] = depth - 1;
    else releaseOwned(at);
  }

  /** Whether somebody holds it at this moment; for reports, not for decisions. */
  get locked(): boolean {
    return isLocked(this.#at);
  }

  /** Whether the calling thread holds it. */
  get isOwned(): boolean {
    return isOwned(this.#at);
  }

  /** After an `OwnerDiedError`: what the lock guards is in order again. @throws {NotOwnerError} unless this thread holds it. */
  markConsistent(): void {
    markConsistent(this.#at);
  }

  /** As for `Lock`. @throws {AsyncBodyError} */
  withLock<T>(body: () => T): T {
    return withHeld(this, body);
  }

  /** As for `Lock`. */
  withLockAsync<T>(body: () => T | Promise<T>, options: WaitOptions = {}): Promise<Done<T>> {
    return withHeldAsync(this, body, options);
  }

  /** Acquires, and releases at the end of the block: `using held = lock.hold();` */
  hold(): Disposable {
    return holdDuring(this);
  }

  toString(): string {
    const count = isLocked(this.#at) ? (words[this.#at + DEPTH] ?? 0) + 1 : 0;
    return `<RLock ${nameOf(this.#at)} ${count > 0 ? `locked, count ${count}` : "unlocked"}>`;
  }

  /** Counts one more if this thread holds the lock. */
  #again(): boolean {
    if (!isHolder(this.#at)) return false;
    words[this.#at + DEPTH] = (words[this.#at + DEPTH] ?? 0) + 1;
    return true;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new RLock({ name }),
      attach: () => new RLock(),
      addressOf: (lock) => lock.#at,
    });
  }
}
