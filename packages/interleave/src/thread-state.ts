import { Hash } from "./hash.ts";
import type { ThreadBody } from "./program.ts";
import type { Operation, Shared } from "./shared.ts";

/** `ready`: its operation can be tried · `sleeping`: on a cell or a condition · `woken`: about to go on · `done` · `failed`: threw. */
export type ThreadStatus = "ready" | "sleeping" | "woken" | "done" | "failed";

/** One thread in one run. */
export class ThreadState {
  status: ThreadStatus = "ready";
  /** What it asks for next; null once it is over. After a wake-up from a condition: the lock it takes again. */
  pending: Operation | null = null;
  /** The wait or park that put it to sleep. */
  slept: Operation | null = null;
  /** What that answers once the thread goes on. */
  answer = 0;
  error: unknown = null;
  /** All that the thread knows: its body, and each result in turn, or its exact local state. Equal ones act alike from here on. */
  readonly history = new Hash();
  #run: ReturnType<ThreadBody> | null = null;

  readonly index: number;
  readonly body: ThreadBody;
  /** The same for threads with the same body. */
  readonly kind: number;

  constructor(index: number, body: ThreadBody, kind: number) {
    this.index = index;
    this.body = body;
    this.kind = kind;
  }

  reset(): void {
    this.status = "ready";
    this.pending = this.slept = this.error = null;
    this.answer = 0;
    this.history.begin(this.kind);
    this.#run = this.body(); // an unfinished run is dropped: `return()` would execute its `finally`
  }

  /** Runs the body up to its next operation. */
  resume(result: number): void {
    this.history.addNumber(result);
    this.slept = null;
    this.status = "ready";
    try {
      const next = this.#run?.next(result);
      this.pending = next === undefined || next.done ? null : next.value;
      const local = this.pending ? this.pending.local : [];
      if (!this.pending) this.status = "done";
      if (local) this.#forgetAllBut(local);
    } catch (error) {
      this.pending = null;
      this.status = "failed";
      this.error = error;
    }
  }

  /** What is known exactly replaces what was read; a thread that is over knows nothing any more. */
  #forgetAllBut(local: readonly number[]): void {
    this.history.begin(this.kind);
    this.history.add(local.length);
    for (const value of local) this.history.addNumber(value);
  }

  /** The object it waits for, or null. */
  get waitsFor(): Shared | null {
    return this.pending?.on ?? null;
  }
}
