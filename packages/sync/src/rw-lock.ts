import { checkTimeout, gate, OWNER, registerObject, words } from "@lockstep/memory/seam";
import { NotHeldError, NotOwnerError } from "./errors.ts";
import { HELD_PERMITS, isHolder, markConsistent, taken } from "./owned-lock.ts";
import { EXCLUSIVE, FAIR, fillPermits, freePermits } from "./permit-state.ts";
import { give, take, takeAsync, tryTake } from "./permits.ts";
import { nameOf, primitiveBlock, registerPrimitive } from "./primitive.ts";
import type { WaitOptions } from "./wait-options.ts";
import { type Done, holdDuring, withHeld, withHeldAsync } from "./with-held.ts";

const KIND = "sync:RWLock";
/** A reader takes one permit, a writer all. */
const READERS_MAX = 2 ** 20;

/** One way to hold an `RWLock`, used like a `Lock`. */
export interface Side {
  acquire(): void;
  tryAcquire(): boolean;
  tryAcquireFor(timeoutMs: number): boolean;
  acquireAsync(options?: WaitOptions): Promise<boolean>;
  release(): void;
  withLock<T>(body: () => T): T;
  withLockAsync<T>(body: () => T | Promise<T>, options?: WaitOptions): Promise<Done<T>>;
  hold(): Disposable;
}

/**
 * A lock for many readers or one writer.
 *
 * **Invariant**: while a writer is in, nobody else is.
 * **Fairness**: readers that come while others read overtake a writer that waits, but only until it was passed over four
 * times; then they queue up behind it. With `fair`: never. So neither readers nor writers starve.
 * **Threads**: as for `Lock`. Not re-entrant, and a reader can't become a writer: release first, then look again.
 * **Death**: of a writer as for `Lock`. A reader that ends while reading keeps writers out: who reads is not known.
 * **Source**: one semaphore of many permits, of which a writer takes all (P. J. Courtois, F. Heymans, D. L. Parnas, 1971, for the problem).
 */
export class RWLock {
  readonly #at: number;
  /** For those who only read. */
  readonly read: Side;
  /** For those who change something. Only the thread that holds it may release it. */
  readonly write: Side;

  /** @param options.fair in order of asking, strictly. */
  constructor({ name = "RWLock", fair = false }: { readonly name?: string; readonly fair?: boolean } = {}) {
    this.#at = primitiveBlock(KIND, name, (at) => {
      fillPermits(at, READERS_MAX, EXCLUSIVE | (fair ? FAIR : 0));
      words[at + HELD_PERMITS] = READERS_MAX;
    });
    this.read = side(this.#at, 1);
    this.write = side(this.#at, READERS_MAX);
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** How many read at this moment; for reports. */
  get readers(): number {
    const used = READERS_MAX - freePermits(this.#at);
    return used === READERS_MAX ? 0 : used;
  }

  /** Whether a writer is in at this moment; for reports. */
  get writing(): boolean {
    return freePermits(this.#at) === 0;
  }

  /** After an `OwnerDiedError`: what the lock guards is in order again. @throws {NotOwnerError} unless this thread writes. */
  markConsistent(): void {
    markConsistent(this.#at);
  }

  toString(): string {
    return `<RWLock ${nameOf(this.#at)} ${this.writing ? "writing" : `${this.readers} reading`}>`;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new RWLock({ name }),
      attach: () => new RWLock(),
      addressOf: (lock) => lock.#at,
    });
  }
}

function side(at: number, permits: number): Side {
  const isWriter = permits === READERS_MAX;
  const call = isWriter ? "write.acquire" : "read.acquire";
  const entered = (isIn: boolean): boolean => {
    if (isIn && isWriter) taken(at);
    else if (isIn) gate?.log("acquire", nameOf(at));
    return isIn;
  };
  const release = (): void => {
    if (isWriter && !isHolder(at))
      throw freePermits(at) === 0 ? new NotOwnerError("write.release()") : new NotHeldError("The writer's side");
    if (isWriter) words[at + OWNER] = 0;
    // In one step with looking: a reader leaves where one is in, which is where neither all permits nor none are free.
    if (!give(at, permits, READERS_MAX, isWriter ? 0 : 1)) throw new NotHeldError("The readers' side");
    gate?.log("release", nameOf(at));
  };
  const made: Side = {
    acquire: () => void entered(tryTake(at, permits) || take(at, permits, Infinity, call)),
    tryAcquire: () => entered(tryTake(at, permits)),
    tryAcquireFor(timeoutMs) {
      checkTimeout(timeoutMs);
      return entered(tryTake(at, permits) || take(at, permits, timeoutMs, call));
    },
    acquireAsync: async (options = {}) => entered(await takeAsync(at, permits, options)),
    release,
    withLock: (body) => withHeld(made, body),
    withLockAsync: (body, options = {}) => withHeldAsync(made, body, options),
    hold: () => holdDuring(made),
  };
  for (const method of Object.values(made)) Object.freeze(method);
  return Object.freeze(made);
}
