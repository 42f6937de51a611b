import {
  compareExchange,
  gate,
  load,
  park,
  parkAsync,
  registerObject,
  STATE,
  unpark,
  words,
} from "@lockstep/memory/seam";
import { nameOf, primitiveBlock, registerPrimitive } from "./primitive.ts";
import { deadlineOf, leftMs, mustMayBlock, type WaitOptions } from "./wait-options.ts";

const KIND = "sync:Event";

/**
 * A signal for any number of threads: once set, everybody who waits goes on, and later waits return at once, until it is
 * cleared.
 *
 * **Invariant**: whoever waits when it is set goes on, also if it is cleared again before that thread runs.
 * **Fairness**: all go at once. **Threads**: any; a plain main thread uses `waitAsync`. **Death**: nothing is held.
 * **Source**: CPython's `threading.Event`; the state word counts how often it was set, so that a quick `clear` loses nobody.
 */
export class Event {
  // The state word: twice the number of times it was cleared, plus 1 while it is set.
  readonly #at: number;

  constructor({ name = "Event" }: { readonly name?: string } = {}) {
    this.#at = primitiveBlock(KIND, name, () => undefined);
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** Whether it is set at this moment; by the time you read this it may have been cleared. */
  get isSet(): boolean {
    return (load(this.#at + STATE) & 1) === 1;
  }

  /** Lets everybody go who waits, and everybody who comes. */
  set(): void {
    const state = load(this.#at + STATE);
    // Lost against another thread that set it, or set and cleared it: then those who waited have been let go.
    if ((state & 1) === 1 || compareExchange(this.#at + STATE, state, state + 1) !== state) return;
    gate?.log("release", nameOf(this.#at));
    unpark(this.#at + STATE);
  }

  /** Makes those wait who come from now on. */
  clear(): void {
    const state = load(this.#at + STATE);
    if ((state & 1) === 1) compareExchange(this.#at + STATE, state, (state + 1) | 0);
  }

  /**
   * Waits until it is set; answers false when `timeoutMs` passed first.
   * @param timeoutMs absent: for ever; 0: looks once. @throws {BadTimeoutError}
   */
  wait(timeoutMs?: number): boolean {
    const deadlineMs = deadlineOf(timeoutMs);
    const before = load(this.#at + STATE);
    if ((before & 1) === 1) return true;
    if (timeoutMs === 0) return false;
    mustMayBlock("event.wait");
    while (load(this.#at + STATE) === before) {
      const left = leftMs(deadlineMs);
      if (left <= 0) return false;
      park(this.#at + STATE, before, left);
    }
    return true;
  }

  /** As `wait`, without blocking the event loop. Rejects with the signal's reason when that aborts first. */
  async waitAsync({ timeoutMs, signal }: WaitOptions = {}): Promise<boolean> {
    const deadlineMs = deadlineOf(timeoutMs);
    signal?.throwIfAborted();
    const before = load(this.#at + STATE);
    if ((before & 1) === 1) return true;
    while (load(this.#at + STATE) === before) {
      signal?.throwIfAborted();
      const left = leftMs(deadlineMs);
      if (left <= 0) return false;
      await parkAsync(this.#at + STATE, before, left, { signal });
    }
    return true;
  }

  toString(): string {
    return `<Event ${nameOf(this.#at)} ${((words[this.#at + STATE] ?? 0) & 1) === 1 ? "set" : "unset"}>`;
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Event({ name }),
      attach: () => new Event(),
      addressOf: (event) => event.#at,
    });
  }
}
