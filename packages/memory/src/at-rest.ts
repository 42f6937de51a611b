import type { Parked } from "./park.ts";

/** What may come to a thread's event loop that no thread of the round brings. */
export interface Outside {
  /** Something will come: a timer, a file. */
  isDue(): boolean;
  /** Something could come, and nobody knows whether it will: a port is open. */
  isOpen(): boolean;
}

export const NOTHING_OUTSIDE: Outside = { isDue: () => false, isOpen: () => false };

/** How long a thread listens to an open port once nobody can go on, in real time. */
export const LISTENS_MS = 300;

interface Awaited {
  settle(how: Parked): void;
  /** Looks after its signal no more. */
  stop(): void;
}

// Taken before any code of a program's runs.
const [soon, notSoon] = [globalThis.setImmediate, globalThis.clearImmediate];
const [later, notLater] = [globalThis.setTimeout, globalThis.clearTimeout];

/**
 * What one thread of a gated round awaits, and when its own work is done: an event loop has no more microtasks when it takes
 * up what was asked for later. Then the thread *rests*: without something that it awaits, nothing more of it can run.
 */
export class AtRest {
  readonly #rest: () => void;
  readonly #awaited = new Map<number, Awaited>();
  /** Keeps it from looking. */
  #cancel: (() => void) | null = null;
  #isOver = false;

  /** @param rest called when nothing else of this thread can run, and there is something that it awaits. Settles one of it, or looks later. */
  constructor(rest: () => void) {
    this.#rest = rest;
  }

  /** How many things are awaited. */
  get size(): number {
    return this.#awaited.size;
  }

  /** Whether nothing more is awaited: the thread's function is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @param onAbort called when the signal aborts first. */
  await(wait: number, signal: AbortSignal | undefined, onAbort: () => void): Promise<Parked> {
    const { promise, resolve } = Promise.withResolvers<Parked>();
    signal?.addEventListener("abort", onAbort);
    this.#awaited.set(wait, { settle: resolve, stop: () => signal?.removeEventListener("abort", onAbort) });
    this.#lookSoon();
    return promise;
  }

  /** One of them has come. What follows it runs before the thread rests again. */
  settle(wait: number, how: Parked): void {
    const awaited = this.#awaited.get(wait);
    this.#awaited.delete(wait);
    awaited?.stop();
    awaited?.settle(how);
    this.#lookSoon();
  }

  /** The thread's function is over: nothing is awaited any more, nor ever will be. Answers what was. */
  leave(): readonly number[] {
    const left = [...this.#awaited.keys()];
    for (const awaited of this.#awaited.values()) awaited.stop();
    this.#awaited.clear();
    this.#isOver = true;
    this.#cancel?.();
    this.#cancel = null;
    return left;
  }

  /** Looks again after what else comes to the event loop within a millisecond. */
  lookLater(): void {
    if (this.#cancel) return;
    // Not at once: while its own timer runs, that counts as one that is due.
    const due = later(() => {
      this.#cancel = null;
      this.#lookSoon();
    }, 1);
    this.#cancel = () => notLater(due);
  }

  #lookSoon(): void {
    if (this.#cancel) return;
    const due = soon(() => this.#look());
    this.#cancel = () => notSoon(due);
  }

  #look(): void {
    this.#cancel = null;
    if (this.#awaited.size > 0) this.#rest();
  }
}
