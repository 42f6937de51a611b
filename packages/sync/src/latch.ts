import {
  compareExchange,
  gate,
  load,
  park,
  parkAsync,
  registerObject,
  type SharedClass,
  STATE,
  unpark,
  words,
} from "@lockstep/memory/seam";
import { BadCountError } from "./errors.ts";
import { nameOf, primitiveBlock, registerPrimitive } from "./primitive.ts";
import { deadlineOf, leftMs, mustMayBlock, type WaitOptions } from "./wait-options.ts";

const KIND = "sync:Latch";
const COUNT_MAX = 2 ** 30;

/**
 * Counts down to zero, once; then everybody who waits for that goes on, and nobody waits any more.
 *
 * **Invariant**: nobody returns from `wait` before the count is zero. **Fairness**: all go at once.
 * **Threads**: any; a plain main thread uses `waitAsync`. **Death**: what a dead thread didn't count down stays.
 * **Source**: C++20's `std::latch`.
 */
export class Latch {
  readonly #at: number;

  /** @param count from 0. @throws {BadCountError} */
  constructor(count: number = 1, { name = "Latch" }: { readonly name?: string } = {}) {
    if (!(Number.isInteger(count) && count >= 0 && count <= COUNT_MAX))
      throw new BadCountError("A latch's count", 0, COUNT_MAX, count);
    this.#at = primitiveBlock(KIND, name, (at) => {
      words[at + STATE] = count;
    });
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** A field type for structs: `struct("Job", { done: Latch.of(4) })`. */
  static of(count: number): SharedClass<Latch> {
    class Field extends Latch {}
    registerPrimitive(Field, KIND, {
      create: (name) => new Latch(count, { name }),
      attach: () => new Latch(),
      addressOf: (latch) => latch.#at,
    });
    return Field;
  }

  /** What is left to count. */
  get count(): number {
    return load(this.#at + STATE);
  }

  /** Counts `by` down; with zero, everybody who waits goes on. @throws {BadCountError} for more than is left. */
  countDown(by: number = 1): void {
    let left = load(this.#at + STATE);
    for (;;) {
      if (!(Number.isInteger(by) && by >= 1 && by <= left))
        throw new BadCountError("What a latch counts down", 1, left, by);
      const before = compareExchange(this.#at + STATE, left, left - by);
      if (before === left) break;
      left = before;
    }
    if (left !== by) return;
    gate?.log("release", nameOf(this.#at));
    unpark(this.#at + STATE);
  }

  /** Waits for zero; answers false when `timeoutMs` passed first. @throws {BadTimeoutError} */
  wait(timeoutMs?: number): boolean {
    const deadlineMs = deadlineOf(timeoutMs);
    for (let left = load(this.#at + STATE); left > 0; left = load(this.#at + STATE)) {
      const ms = leftMs(deadlineMs);
      if (ms <= 0) return false;
      mustMayBlock("latch.wait");
      park(this.#at + STATE, left, ms);
    }
    return true;
  }

  /** As `wait`, without blocking the event loop. Rejects with the signal's reason when that aborts first. */
  async waitAsync({ timeoutMs, signal }: WaitOptions = {}): Promise<boolean> {
    const deadlineMs = deadlineOf(timeoutMs);
    for (let left = load(this.#at + STATE); left > 0; left = load(this.#at + STATE)) {
      signal?.throwIfAborted();
      const ms = leftMs(deadlineMs);
      if (ms <= 0) return false;
      await parkAsync(this.#at + STATE, left, ms, { signal });
    }
    return true;
  }

  toString(): string {
    return `<Latch ${nameOf(this.#at)} ${words[this.#at + STATE] ?? 0} left>`;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Latch(1, { name }),
      attach: () => new Latch(),
      addressOf: (latch) => latch.#at,
    });
  }
}
