import {
  allocate,
  checkTimeout,
  encodeAll,
  gate,
  HEAD_WORDS,
  load,
  NAME,
  nextThreadNumber,
  nowMs,
  numberOf,
  park,
  parkAsync,
  STATE,
  store,
  thisThread,
  unpark,
  words,
} from "@lockstep/memory/seam";
import { BadTargetError, NoSupervisorError, ThreadStateError } from "./errors.ts";
import type { ThreadStart } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";

// States in a thread's record.
const INITIAL = 0;
const STARTED = 1;
const ENDED = 2;

/** Characters of a name; longer ones are cut. */
const NAME_MAX = 64;

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
  /** For schedules and messages; "thread-N (target)" where absent. */
  readonly name?: string;
  /** A daemon ends with the program instead of keeping it alive. Where absent: as the thread that makes it. */
  readonly daemon?: boolean;
}

/**
 * A thread of execution on a worker of its own.
 *
 * **Invariant**: `target` is called once, after `start`, in another thread; after `join` has returned it is over.
 * **Fairness**: who runs when is up to the system; in gated rounds to the round's seed.
 * **Threads**: may be started and joined by any thread of the program; `join` blocks, `joinAsync` does not.
 * **Death**: an error that leaves `target` ends the thread and is reported; `join` returns and does not throw it.
 * Each thread has its own instance of every module; structs and primitives made at module level are shared.
 * @example
 * const thread = new Thread({ target: sell, args: [office] });
 * thread.start();
 * thread.join();
 * **Source**: CPython's `threading.Thread`.
 */
export class Thread<A extends unknown[] = unknown[]> {
  // Not of type A: a list of threads may hold threads with different arguments.
  readonly #target: (...args: never[]) => unknown;
  readonly #args: readonly unknown[];
  readonly #at: number;
  readonly #daemon: boolean;
  #ident: number | null = null;
  #name: string;

  /** @throws {BadTargetError} unless the target is a function. */
  constructor(options: ThreadOptions<A>) {
    const { target, args, name, daemon } = options;
    if (typeof target !== "function") throw new BadTargetError("A thread needs a function as target.");
    this.#target = target;
    this.#args = args ?? [];
    this.#name = typeof name === "string" ? name.slice(0, NAME_MAX) : "";
    this.#daemon = daemon ?? thisThread().daemon;
    this.#at = allocate(HEAD_WORDS);
    Object.freeze(this);
  }

  get name(): string {
    return this.#name === "" ? `thread (${this.#target.name})` : this.#name;
  }

  /** Number among the threads of the program; null before `start`. */
  get ident(): number | null {
    return this.#ident;
  }

  get daemon(): boolean {
    return this.#daemon;
  }

  /**
   * Asks for the thread to run. Returns at once; when it begins is up to the system.
   * @throws {ThreadStateError} when it was started before.
   * @throws {BadTargetError} for a target that its module doesn't export.
   * @throws {NotTransferableError} for an argument that can't go to another thread.
   */
  start(): void {
    if (!surroundings) throw new NoSupervisorError();
    if (this.#ident !== null) throw new ThreadStateError("already-started", "A thread can be started once only.");
    const described = surroundings.host.describe(this.#target);
    const encoded = encodeAll(this.#args, "args");
    gate?.point();
    const number = nextThreadNumber();
    this.#ident = number;
    if (this.#name === "") this.#name = `thread-${number - 1} (${described.name})`.slice(0, NAME_MAX);
    words[this.#at + NAME] = numberOf(this.#name);
    words[this.#at + STATE] = STARTED;
    gate?.admit(number, this.#name, { daemon: this.#daemon });
    gate?.log("start", this.#name);
    surroundings.start({
      number,
      name: this.#name,
      daemon: this.#daemon,
      at: this.#at,
      target: described,
      args: encoded,
    });
  }

  /**
   * Waits until the thread is over; answers false when `timeoutMs` passed first.
   * @throws {ThreadStateError} before `start`, and in the thread itself.
   */
  join(timeoutMs: number = Infinity): boolean {
    const deadlineMs = this.#deadline(timeoutMs);
    while (load(this.#at + STATE) !== ENDED) {
      if (park(this.#at + STATE, STARTED, leftMs(deadlineMs)) === "timed-out") return false;
    }
    gate?.log("join", this.name);
    return true;
  }

  /** `join` without blocking the event loop. */
  async joinAsync(timeoutMs: number = Infinity): Promise<boolean> {
    const deadlineMs = this.#deadline(timeoutMs);
    while (load(this.#at + STATE) !== ENDED) {
      if ((await parkAsync(this.#at + STATE, STARTED, leftMs(deadlineMs))) === "timed-out") return false;
    }
    gate?.log("join", this.name);
    return true;
  }

  /** True between `start` and the end of its function. */
  get isAlive(): boolean {
    return load(this.#at + STATE) === STARTED;
  }

  toString(): string {
    const state = { [INITIAL]: "initial", [STARTED]: "started", [ENDED]: "stopped" }[
      words[this.#at + STATE] ?? INITIAL
    ];
    return `<Thread ${this.name} ${state}>`;
  }

  #deadline(timeoutMs: number): number {
    checkTimeout(timeoutMs);
    if (this.#ident === null)
      throw new ThreadStateError("not-started", "A thread can be joined only after it was started.");
    if (this.#ident === thisThread().number)
      throw new ThreadStateError("join-self", "A thread can't wait for its own end.");
    return timeoutMs === Infinity ? Infinity : nowMs() + timeoutMs;
  }
}

function leftMs(deadlineMs: number): number {
  return deadlineMs === Infinity ? Infinity : Math.max(0, deadlineMs - nowMs());
}

/** Marks the thread with this record as over and wakes who joins it. */
export function markEnded(at: number): void {
  store(at + STATE, ENDED);
  unpark(at + STATE);
}

/** What a thread can know of a running one. */
export interface RunningThread {
  readonly ident: number;
  readonly name: string;
  readonly daemon: boolean;
}

/** The thread that calls. */
export function currentThread(): RunningThread {
  const { number, name, daemon } = thisThread();
  return { ident: number, name, daemon };
}

/** The thread that the program began with. */
export function mainThread(): RunningThread {
  return { ident: 1, name: "main", daemon: false };
}
