import { Hash } from "./hash.ts";
import type { LocalState, Operation } from "./operation.ts";
import type { ThreadBody } from "./program.ts";
import { RefusedError } from "./transform/refused.ts";

/** What a thread asks for next, or how it is over. */
export interface Stop {
  readonly status: "ready" | "done" | "failed";
  /** Null once it is over. */
  readonly pending: Operation | null;
  /** What its body returned. */
  readonly result: unknown;
  readonly error: unknown;
}

/** All that a thread knows at one place. */
export interface Knowledge {
  readonly hash: Hash;
  /** Whether another thread may be among it: then who that is makes a difference. */
  readonly knowsThreads: boolean;
}

/** One thread that is really run: its generator, and all that it has read. */
export class Execution {
  /** All that was read since the thread began, and all that it knows where it says so exactly: equal ones act alike. */
  readonly history = new Hash();
  readonly kind: number;
  readonly #exact = new Hash();
  /** Says exactly what is known; null where nobody does. */
  #local: LocalState | null = null;
  #pending: Operation | null = null;
  readonly #run: ReturnType<ThreadBody>;

  /** @param kind the same for threads with the same body. */
  constructor(body: ThreadBody, kind: number) {
    this.kind = kind;
    this.history.begin(kind);
    this.#run = body(); // an unfinished run is dropped: `return()` would execute its `finally`
  }

  /** Runs the body up to its next operation. @throws {RefusedError} */
  advance(result: number): Stop {
    this.history.addNumber(result);
    this.#local = null;
    this.#pending = null;
    try {
      const next = this.#run.next(result);
      if (next.done) return { status: "done", pending: null, result: next.value, error: null };
      const pending = next.value;
      this.#pending = pending;
      const { local } = pending;
      if (local && "addTo" in local) this.#local = local;
      else if (local) this.#forgetAllBut(local);
      return { status: "ready", pending, result: undefined, error: null };
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      return { status: "failed", pending: null, result: undefined, error };
    }
  }

  /** It looked at something beside the answer, which it may remember. */
  saw(value: number): void {
    this.history.addNumber(value);
  }

  /** Work done since it began, where the program counts it. */
  get ticks(): number {
    return this.#run.ticks ?? 0;
  }

  /** What is known: exactly where that can be said, otherwise everything that was read. */
  get knowledge(): Knowledge {
    if (!this.#pending || !this.#local) return { hash: this.history, knowsThreads: true };
    this.#exact.begin(EXACT);
    addOperation(this.#exact, this.#pending);
    const extent = this.#local.addTo(this.#exact);
    if (extent === "unknown") return { hash: this.history, knowsThreads: true };
    return { hash: this.#exact, knowsThreads: extent === "with-threads" || this.#pending.on.kind === "thread" };
  }

  /** What is known exactly replaces what was read. */
  #forgetAllBut(local: readonly number[]): void {
    this.history.begin(this.kind);
    this.history.add(local.length);
    for (const value of local) this.history.addNumber(value);
  }
}

/** Exact knowledge is the same in whichever thread: unlike any kind. */
const EXACT = -1;

/** What a thread is about to do is part of what it knows. A rule's own numbers are said by whoever made it. */
function addOperation(hash: Hash, { kind, on, value, expected, timeoutMs, rule, alternatives }: Operation): void {
  hash.addText(kind);
  hash.add(on.index);
  hash.addNumber(value);
  hash.addNumber(expected);
  hash.addNumber(timeoutMs);
  if (rule) hash.addText(rule.step);
  for (const [i, alternative] of (alternatives ?? []).entries()) {
    hash.add(i);
    if (alternative) addOperation(hash, alternative);
  }
}
