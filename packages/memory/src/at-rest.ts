import type { Parked } from "./park.ts";

interface Awaited {
  settle(how: Parked): void;
  /** Looks after its signal no more. */
  stop(): void;
}

// Taken before any code of a program's runs.
const [soon, notSoon] = [globalThis.setImmediate, globalThis.clearImmediate];

/**
 * What one thread of a gated round awaits, and when its own work is done: an event loop has no more microtasks when it takes
 * up what was asked for later. Then the thread *rests*: without something that it awaits, nothing more of it can run.
 */
export class AtRest {
  readonly #rest: () => void;
  readonly #awaited = new Map<number, Awaited>();
  #due: NodeJS.Immediate | null = null;
  #isOver = false;

  /** @param rest called when nothing else of this thread can run, and there is something that it awaits. Has to settle one of it. */
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
    if (this.#due) notSoon(this.#due);
    this.#due = null;
    return left;
  }

  #lookSoon(): void {
    this.#due ??= soon(() => {
      this.#due = null;
      if (this.#awaited.size > 0) this.#rest();
    });
  }
}
