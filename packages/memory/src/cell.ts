import { add, compareExchange, exchange, load, peek, store } from "./cells.ts";
import { numberOf, textOf } from "./directory.ts";
import { gate } from "./gate.ts";
import { HEAD_WORDS, LINK, linkPrimitive, NAME, STATE, words } from "./heap.ts";
import { park, parkAsync, type Parked, unpark } from "./park.ts";
import { attaching, shared } from "./scope.ts";
import { registerClass, registerForm, registerObject } from "./transfer.ts";

const KEY = "memory:Cell";

/**
 * One 32-bit number in shared memory with atomic operations, on which a thread can sleep until another wakes it: what
 * locks, semaphores and queues are made of.
 *
 * **Invariant**: operations on one cell happen one after another, in an order that all threads see alike.
 * **Fairness**: `unpark` wakes the longest sleeper first. **Threads**: `park` on workers, `parkAsync` everywhere.
 * **Death**: a thread that ends leaves the value as it is.
 * @example
 * const ready = new Cell();
 * while (ready.load() === 0) ready.park(0); // another thread: ready.store(1); ready.unpark();
 * **Source**: the futex interface of Linux.
 */
export class Cell {
  readonly #at: number;

  /** @param options.name for schedules and reports; "Cell" where absent. */
  constructor(initial: number = 0, options: { readonly name?: string } = {}) {
    const { at, fresh } = shared(KEY, HEAD_WORDS);
    this.#at = at;
    if (fresh) {
      words[at + STATE] = initial;
      words[at + NAME] = numberOf(options.name ?? "Cell");
      linkPrimitive(at + LINK);
    }
    registerObject(this, { module: null, name: KEY }, at);
    Object.freeze(this);
  }

  /** The value at this moment. */
  load(): number {
    return this.#said("read", load(this.#at));
  }

  /** Sets the value; other numbers than 32 bits with sign wrap around. Wakes nobody: that is `unpark`. */
  store(value: number): void {
    store(this.#at, value);
    this.#said("write", value | 0);
  }

  /** Stores `value` and answers what was there. */
  exchange(value: number): number {
    const before = exchange(this.#at, value);
    this.#said("write", value | 0);
    return before;
  }

  /** Stores `value` if `expected` is there; answers what was there. */
  compareExchange(expected: number, value: number): number {
    const before = compareExchange(this.#at, expected, value);
    if (before === (expected | 0)) this.#said("write", value | 0);
    else this.#said("read", before);
    return before;
  }

  /** Adds and answers what was there before. */
  add(value: number): number {
    const before = add(this.#at, value);
    this.#said("write", (before + value) | 0);
    return before;
  }

  /**
   * Sleeps while the value is `expected`, until another thread calls `unpark`. May wake without cause: call it in a loop.
   * @param timeoutMs absent: for ever; 0: does not sleep.
   */
  park(expected: number, timeoutMs?: number): Parked {
    const parked = park(this.#at, expected, timeoutMs);
    if (parked === "changed") this.#said("read", peek(this.#at));
    return parked;
  }

  /** `park` without blocking the event loop. */
  parkAsync(expected: number, timeoutMs?: number): Promise<Parked> {
    return parkAsync(this.#at, expected, timeoutMs);
  }

  /** Wakes up to `count` sleepers, all where absent; answers how many. */
  unpark(count?: number): number {
    return unpark(this.#at, count);
  }

  #said(step: "read" | "write", value: number): number {
    if (gate?.wantsName) gate.log(step, textOf(words[this.#at + NAME] ?? 0), value);
    return value;
  }

  static {
    const attach = (at: number) => attaching(at, () => new Cell());
    registerClass({ module: null, name: KEY }, attach);
    registerForm(this, {
      kind: KEY,
      create(name) {
        const instance = new Cell(0, { name });
        return { instance, at: instance.#at };
      },
      attach,
    });
  }
}
