import { checkTimeout, gate, registerObject, type SharedClass, words } from "@lockstep/memory/seam";
import { BadCountError, ReleasedTooOftenError } from "./errors.ts";
import { FAIR, fillPermits, freePermits, PERMITS_MAX } from "./permit-state.ts";
import { give, take, takeAsync, tryTake } from "./permits.ts";
import { nameOf, OWN, primitiveBlock, registerPrimitive } from "./primitive.ts";
import type { WaitOptions } from "./wait-options.ts";
import { type Done, holdDuring, withHeld, withHeldAsync } from "./with-held.ts";

const PLAIN = "sync:Semaphore";
const BOUNDED = "sync:BoundedSemaphore";
/** Most permits that can be free; 0: no limit. */
const LIMIT = OWN;

let registerBounded: (type: object, value: number) => void;

/** How a semaphore is made. */
export interface SemaphoreOptions {
  /** For reports; the class's name where absent. */
  readonly name?: string;
  /** Serves in the order of asking, strictly: no newcomer overtakes who waits, not even for a permit that is free. */
  readonly fair?: boolean;
  /** Most permits that can be free; a release beyond it is `ReleasedTooOftenError`. Absent: no limit. */
  readonly limit?: number;
}

/**
 * Permits: as many threads as there are permits can hold one at the same time.
 *
 * **Invariant**: permits held and permits free add up to those there were at first and those released beyond.
 * **Overtaking**: those who sleep are served in order, so a small request waits behind a larger one that sleeps before it.
 * A newcomer, small or large, takes what is free and so may overtake; but once who sleeps first was woken or passed over
 * four times in vain, no newcomer does. With `fair`: never.
 * **Threads**: any thread may acquire, and any may release, also one that has acquired nothing.
 * **Death**: who had which permit is not known, so the permits of a thread that ends are gone.
 * **Source**: E. W. Dijkstra, EWD123; names from CPython's `threading.Semaphore`.
 */
export class Semaphore {
  readonly #at: number;

  /** @param value permits at first, from 0 to 2^28 - 1. @throws {BadCountError} */
  constructor(value: number = 1, { name, fair = false, limit }: SemaphoreOptions = {}) {
    check("A semaphore's value", 0, limit ?? PERMITS_MAX, value);
    if (limit !== undefined) check("A semaphore's limit", 0, PERMITS_MAX, limit);
    const kind = limit === undefined ? PLAIN : BOUNDED;
    this.#at = primitiveBlock(kind, name ?? kind.replace("sync:", ""), (at) => {
      fillPermits(at, value, fair ? FAIR : 0);
      words[at + LIMIT] = limit ?? 0;
    });
    registerObject(this, { module: null, name: kind }, this.#at);
    Object.freeze(this);
  }

  /** A field type for structs, with this many permits at first: `struct("Yard", { stalls: Semaphore.of(5) })`. */
  static of(value: number): SharedClass<Semaphore> {
    check("A semaphore's value", 0, PERMITS_MAX, value);
    class Field extends Semaphore {}
    registerPrimitive(Field, PLAIN, {
      create: (name) => new Semaphore(value, { name }),
      attach: () => new Semaphore(),
      addressOf: (semaphore) => semaphore.#at,
    });
    return Field;
  }

  /** Permits that are free at this moment; for reports, not for decisions. */
  get value(): number {
    return freePermits(this.#at);
  }

  /** Waits until `permits` are free, and takes them all at once. @throws {BadCountError} unless 1 or more, and within the limit. */
  acquire(permits: number = 1): void {
    this.#take(permits, Infinity);
  }

  /** Takes `permits` if they are free; answers whether it did. Never waits. */
  tryAcquire(permits: number = 1): boolean {
    this.#check(permits);
    return this.#took(tryTake(this.#at, permits));
  }

  /**
   * Waits at most `timeoutMs` milliseconds; answers whether the permits were taken.
   * @throws {BadTimeoutError} unless `timeoutMs` is 0 or more. @throws {BadCountError}
   */
  tryAcquireFor(timeoutMs: number, permits: number = 1): boolean {
    checkTimeout(timeoutMs);
    return this.#take(permits, timeoutMs);
  }

  /** As `tryAcquireFor`, without blocking the event loop. Rejects with the signal's reason when that aborts first. */
  async acquireAsync({ permits = 1, ...options }: WaitOptions & { readonly permits?: number } = {}): Promise<boolean> {
    this.#check(permits);
    return this.#took(await takeAsync(this.#at, permits, options));
  }

  /**
   * Gives permits back, all at once, and wakes those who can have them now.
   * @throws {ReleasedTooOftenError} where that would be more than the limit. @throws {BadCountError} unless 1 or more.
   */
  release(permits: number = 1): void {
    check("A number of permits", 1, PERMITS_MAX, permits);
    const limit = words[this.#at + LIMIT] || PERMITS_MAX;
    if (!give(this.#at, permits, limit)) throw new ReleasedTooOftenError(limit);
    gate?.log("release", nameOf(this.#at));
  }

  /** Holds one permit while `body` runs, and releases it also when `body` throws. @throws {AsyncBodyError} */
  withPermit<T>(body: () => T): T {
    return withHeld(this, body);
  }

  /** Holds one permit while `body` runs, also past its awaits. */
  withPermitAsync<T>(body: () => T | Promise<T>, options: WaitOptions = {}): Promise<Done<T>> {
    return withHeldAsync(this, body, options);
  }

  /** Acquires one permit, and releases it at the end of the block: `using held = semaphore.hold();` */
  hold(): Disposable {
    return holdDuring(this);
  }

  toString(): string {
    const limit = words[this.#at + LIMIT] ?? 0;
    const [type, of] = limit === 0 ? ["Semaphore", ""] : ["BoundedSemaphore", `/${limit}`];
    return `<${type} ${nameOf(this.#at)} value ${freePermits(this.#at)}${of}>`;
  }

  #check(permits: number): void {
    check("A number of permits", 1, words[this.#at + LIMIT] || PERMITS_MAX, permits);
  }

  #take(permits: number, timeoutMs: number): boolean {
    this.#check(permits);
    return this.#took(tryTake(this.#at, permits) || take(this.#at, permits, timeoutMs, "semaphore.acquire"));
  }

  #took(isTaken: boolean): boolean {
    if (isTaken) gate?.log("acquire", nameOf(this.#at));
    return isTaken;
  }

  static {
    registerPrimitive(this, PLAIN, {
      create: (name) => new Semaphore(1, { name }),
      attach: () => new Semaphore(),
      addressOf: (semaphore) => semaphore.#at,
    });
    registerBounded = (type, value) =>
      registerPrimitive(type, BOUNDED, {
        create: (name) => new BoundedSemaphore(value, { name }),
        attach: () => new BoundedSemaphore(),
        addressOf: (semaphore) => semaphore.#at,
      });
  }
}

/**
 * A semaphore that is never released more often than it was acquired: that is an error, where a plain one would let more
 * threads in than it should.
 *
 * **Invariant**, **overtaking**, **threads**, **death**: as for `Semaphore`; never more permits than at first.
 * **Source**: CPython's `threading.BoundedSemaphore`.
 */
export class BoundedSemaphore extends Semaphore {
  /** @param value permits at first, and at most. */
  constructor(value: number = 1, options: Omit<SemaphoreOptions, "limit"> = {}) {
    super(value, { ...options, limit: value });
  }

  /** A field type for structs, with this many permits. */
  static override of(value: number): SharedClass<BoundedSemaphore> {
    check("A semaphore's value", 0, PERMITS_MAX, value);
    class Field extends BoundedSemaphore {}
    registerBounded(Field, value);
    return Field;
  }

  static {
    registerBounded(this, 1);
  }
}

/** @throws {BadCountError} */
function check(what: string, least: number, most: number, given: number): void {
  if (!(Number.isInteger(given) && given >= least && given <= most)) throw new BadCountError(what, least, most, given);
}
