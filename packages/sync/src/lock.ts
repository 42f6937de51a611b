import {
  attaching,
  BlockingOnMainThreadError,
  checkTimeout,
  compareExchange,
  exchange,
  gate,
  HEAD_WORDS,
  LINK,
  linkPrimitive,
  NAME,
  nowMs,
  numberOf,
  OWNER,
  park,
  parkAsync,
  registerClass,
  registerForm,
  registerObject,
  shared,
  STATE,
  textOf,
  thisThread,
  unpark,
  words,
} from "@lockstep/memory/seam";
import { AsyncBodyError, NotHeldError } from "./errors.ts";

// States of the word: the third one says that a release has to wake somebody.
const FREE = 0;
const HELD = 1;
const HELD_WITH_SLEEPERS = 2;

const KEY = { module: null, name: "sync:Lock" } as const;

/**
 * A mutex: at most one thread holds it at a time.
 *
 * **Invariant**: between a thread's `acquire` and the next `release` no other `acquire` returns.
 * **Fairness**: barging; a newcomer may overtake a sleeper. A released lock is free, not handed over.
 * **Threads**: blocking on workers; a plain main thread uses `acquireAsync`. Not re-entrant: acquiring twice in one thread
 * waits for a release by another. Any thread may release, as in CPython; who acquired it is kept for reports only.
 * **Death**: a thread that ends while it holds the lock leaves it held; in gated rounds that is reported with both names.
 * @example
 * const lock = new Lock();
 * lock.withLock(() => { shop.left = shop.left - 1; });
 * **Source**: the three-state futex mutex of U. Drepper, "Futexes are tricky".
 */
export class Lock {
  readonly #at: number;

  /** @param options.name for reports; "Lock" where absent. */
  constructor(options: { readonly name?: string } = {}) {
    const { at, fresh } = shared(KEY.name, HEAD_WORDS);
    this.#at = at;
    if (fresh) {
      words[at + NAME] = numberOf(options.name ?? "Lock");
      linkPrimitive(at + LINK);
    }
    registerObject(this, KEY, at);
    Object.freeze(this);
  }

  /** Waits until the lock is free and takes it. */
  acquire(): void {
    this.#take(Infinity);
  }

  /** Takes the lock if it is free; answers whether it did. Never waits. */
  tryAcquire(): boolean {
    return this.#take(0);
  }

  /**
   * Waits at most `timeoutMs` milliseconds; answers whether the lock was taken. The time-out is for waiting, not for holding.
   * @throws RangeError unless `timeoutMs` is 0 or more.
   */
  tryAcquireFor(timeoutMs: number): boolean {
    checkTimeout(timeoutMs);
    return this.#take(timeoutMs);
  }

  /** As `tryAcquireFor`, on any thread, without blocking its event loop. */
  async acquireAsync({ timeoutMs = Infinity }: { readonly timeoutMs?: number } = {}): Promise<boolean> {
    checkTimeout(timeoutMs);
    if (this.#takeFree()) return true;
    const deadlineMs = nowMs() + timeoutMs;
    while (exchange(this.#at + STATE, HELD_WITH_SLEEPERS) !== FREE) {
      const leftMs = deadlineMs - nowMs();
      if (leftMs <= 0) return false;
      await parkAsync(this.#at + STATE, HELD_WITH_SLEEPERS, leftMs);
    }
    this.#taken();
    return true;
  }

  /**
   * Gives the lock back and wakes one sleeper, if there is any.
   * @throws {NotHeldError} when nobody holds it.
   */
  release(): void {
    if (words[this.#at + STATE] === FREE) throw new NotHeldError();
    words[this.#at + OWNER] = 0;
    const before = exchange(this.#at + STATE, FREE);
    gate?.log("release", this.#name);
    if (before === HELD_WITH_SLEEPERS) unpark(this.#at + STATE, 1);
  }

  /** Whether somebody holds it at this moment; for reports, not for decisions. */
  get locked(): boolean {
    gate?.point(); // a program may wait in a loop for it: without a decision point that round would never end
    return words[this.#at + STATE] !== FREE;
  }

  /**
   * Holds the lock while `body` runs, and releases it also when `body` throws. Answers what `body` answers.
   * @throws {AsyncBodyError} when `body` returns a promise: the lock would be free again before it has settled.
   */
  withLock<T>(body: () => T): T {
    this.acquire();
    try {
      const result = body();
      if (result instanceof Promise) throw new AsyncBodyError();
      return result;
    } finally {
      this.release();
    }
  }

  /** Acquires, and releases at the end of the block: `using held = lock.hold();` */
  hold(): Disposable {
    this.acquire();
    return { [Symbol.dispose]: () => this.release() };
  }

  toString(): string {
    return `<Lock ${this.#name} ${words[this.#at + STATE] === FREE ? "unlocked" : "locked"}>`;
  }

  static {
    registerForm(this, {
      kind: KEY.name,
      create: (name) => {
        const instance = new Lock({ name });
        return { instance, at: instance.#at };
      },
      attach,
    });
  }

  get #name(): string {
    return textOf(words[this.#at + NAME] ?? 0);
  }

  #takeFree(): boolean {
    if (compareExchange(this.#at + STATE, FREE, HELD) !== FREE) return false;
    this.#taken();
    return true;
  }

  #taken(): void {
    words[this.#at + OWNER] = thisThread().number;
    gate?.log("acquire", this.#name);
  }

  #take(timeoutMs: number): boolean {
    if (this.#takeFree()) return true;
    if (timeoutMs === 0) return false;
    if (!gate && !thisThread().mayBlock) throw new BlockingOnMainThreadError("lock.acquire()", "lock.acquireAsync()");
    const deadlineMs = timeoutMs === Infinity ? Infinity : nowMs() + timeoutMs;
    // From here on the word says that somebody may sleep, also when this thread takes it: a needless wake-up is harmless, a lost one is not.
    while (exchange(this.#at + STATE, HELD_WITH_SLEEPERS) !== FREE) {
      const leftMs = deadlineMs === Infinity ? Infinity : deadlineMs - nowMs();
      if (leftMs <= 0) return false;
      park(this.#at + STATE, HELD_WITH_SLEEPERS, leftMs);
    }
    this.#taken();
    return true;
  }
}

/** Makes a handle on an existing lock, without taking a new block. */
function attach(at: number): Lock {
  return attaching(at, () => new Lock());
}

registerClass(KEY, attach);
