import {
  allocate,
  encode,
  gate,
  HEAD_WORDS,
  load,
  NAME,
  nextThreadNumber,
  numberOf,
  park,
  parkAsync,
  STATE,
  store,
  thisThread,
  words,
} from "@lockstep/memory/seam";
import { BadTargetError, NoSupervisorError, ThreadStateError } from "./errors.ts";
import type { ThreadStart } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";

const NEW = 0;
const STARTED = 1;
export const ENDED = 2;

/** How threads are started here. Set by the worker that runs the program. */
export interface Surroundings {
  readonly host: ModuleHost;
  start(start: ThreadStart): void;
}
let surroundings: Surroundings | null = null;
export function surround(by: Surroundings): void {
  surroundings = by;
}

export interface ThreadOptions<A extends unknown[]> {
  /** A function that its module exports; it is called in the new thread. */
  readonly target: (...args: A) => unknown;
  /** Plain data, structs and primitives. */
  readonly args?: NoInfer<A>;
  /** For schedules and messages; "thread-N" where absent. */
  readonly name?: string;
}

/**
 * A thread of execution on a worker of its own.
 *
 * **Invariant**: `target` is called once, after `start`, in another thread; after `join` has returned it is over.
 * **Threads**: may be started and joined by any thread of the program; `join` blocks, `joinAsync` does not.
 * **Death**: an error that leaves `target` ends the thread; it is reported, and `join` returns.
 * Each thread has its own instance of every module; structs and primitives made at module level are shared.
 * @example
 * const thread = new Thread({ target: sell, args: [office] });
 * thread.start();
 * thread.join();
 * **Source**: CPython's `threading.Thread`.
 */
export class Thread<A extends unknown[] = unknown[]> {
  readonly #options: ThreadOptions<A>;
  readonly #at: number;
  #ident: number | null = null;
  #name: string;

  constructor(options: ThreadOptions<A>) {
    if (typeof options.target !== "function") throw new BadTargetError("A thread needs a function as target.");
    this.#options = options;
    this.#name = String(options.name ?? "thread");
    this.#at = allocate(HEAD_WORDS);
  }

  get name(): string {
    return this.#name;
  }

  /** Number among the threads of the program; null before `start`. */
  get ident(): number | null {
    return this.#ident;
  }

  /** Asks for the thread to run. Returns at once; when it begins is up to the system. */
  start(): void {
    if (!surroundings) throw new NoSupervisorError();
    if (this.#ident !== null) throw new ThreadStateError("already-started", "A thread can be started once only.");
    const { target, args, name } = this.#options;
    const described = surroundings.host.describe(target);
    const encoded = (args ?? []).map((arg, i) => encode(arg, `args[${i}]`));
    gate?.point();
    const number = nextThreadNumber();
    this.#ident = number;
    this.#name = String(name ?? `thread-${number}`);
    words[this.#at + NAME] = numberOf(this.#name);
    words[this.#at + STATE] = STARTED;
    gate?.admit(number, this.#name);
    gate?.log("start", this.#name);
    surroundings.start({ number, name: this.#name, at: this.#at, target: described, args: encoded });
  }

  /**
   * Waits until the thread is over; answers false when `timeoutMs` passed first.
   * @throws {ThreadStateError} before `start`, and in the thread itself.
   */
  join(timeoutMs: number = Infinity): boolean {
    this.#checkJoin();
    const deadline = timeoutMs === Infinity ? Infinity : performance.now() + timeoutMs;
    while (load(this.#at + STATE) !== ENDED) {
      const leftMs = deadline === Infinity ? Infinity : Math.max(0, deadline - performance.now());
      if (park(this.#at + STATE, STARTED, leftMs) === "timed-out") return false;
    }
    gate?.log("join", this.#name);
    return true;
  }

  /** `join` without blocking the event loop. */
  async joinAsync(timeoutMs: number = Infinity): Promise<boolean> {
    this.#checkJoin();
    const deadline = timeoutMs === Infinity ? Infinity : performance.now() + timeoutMs;
    while (load(this.#at + STATE) !== ENDED) {
      const leftMs = deadline === Infinity ? Infinity : Math.max(0, deadline - performance.now());
      if ((await parkAsync(this.#at + STATE, STARTED, leftMs)) === "timed-out") return false;
    }
    return true;
  }

  /** True between `start` and the end of its function. */
  get isAlive(): boolean {
    return load(this.#at + STATE) === STARTED;
  }

  toString(): string {
    const state = ["initial", "started", "stopped"][words[this.#at + STATE] ?? NEW];
    return `<Thread ${this.name} ${state}>`;
  }

  #checkJoin(): void {
    if (this.#ident === null)
      throw new ThreadStateError("not-started", "A thread can be joined only after it was started.");
    if (this.#ident === thisThread().number)
      throw new ThreadStateError("join-self", "A thread can't wait for its own end.");
  }
}

/** Marks the thread with this record as over and wakes who joins it. */
export function markEnded(at: number): void {
  store(at + STATE, ENDED);
}

/** The running thread. */
export function currentThread(): { readonly ident: number; readonly name: string } {
  const { number, name } = thisThread();
  return { ident: number, name };
}
