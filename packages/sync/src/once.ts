import { load, registerObject, store, words } from "@lockstep/memory/seam";
import { AsyncBodyError, OnceInsideItselfError, OwnerDiedError } from "./errors.ts";
import { acquireOwned, isHolder, markConsistent, releaseOwned } from "./owned-lock.ts";
import { EXCLUSIVE, fillPermits } from "./permit-state.ts";
import { nameOf, OWN, primitiveBlock, registerPrimitive } from "./primitive.ts";

const KIND = "sync:Once";
/** 1 when it has been done. Behind what a lock keeps for itself. */
const DONE = OWN + 3;

/**
 * Lets one thread do something, and the others wait until it is done.
 *
 * **Invariant**: of all bodies given to one `Once` exactly one returns. **Fairness**: as for `Lock`.
 * **Threads**: blocking on workers. **Death**: when the thread that runs the body ends or the body throws, the next one runs its own.
 * **Source**: C++'s `std::call_once`.
 */
export class Once {
  readonly #at: number;

  constructor({ name = "Once" }: { readonly name?: string } = {}) {
    this.#at = primitiveBlock(KIND, name, (at) => fillPermits(at, 1, EXCLUSIVE));
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** Whether it has been done. */
  get done(): boolean {
    return load(this.#at + DONE) === 1;
  }

  /**
   * Runs `body` unless it was done, by whichever thread; returns when it is done. Answers whether it was this call that did it.
   * @throws what `body` throws; then it isn't done. @throws {OnceInsideItselfError} · {AsyncBodyError}
   */
  run(body: () => void): boolean {
    if (this.done) return false;
    if (isHolder(this.#at)) throw new OnceInsideItselfError();
    try {
      acquireOwned(this.#at, Infinity, "once.run");
    } catch (error) {
      if (!(error instanceof OwnerDiedError)) throw error;
      markConsistent(this.#at); // it was not done; that is all there is to be consistent
    }
    try {
      if (words[this.#at + DONE] === 1) return false;
      const result: unknown = body();
      if (result instanceof Promise) throw new AsyncBodyError();
      store(this.#at + DONE, 1);
      return true;
    } finally {
      releaseOwned(this.#at);
    }
  }

  toString(): string {
    return `<Once ${nameOf(this.#at)} ${words[this.#at + DONE] === 1 ? "done" : "not done"}>`;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Once({ name }),
      attach: () => new Once(),
      addressOf: (once) => once.#at,
    });
  }
}
