import type { Memory } from "./memory.ts";
import type { Operation } from "./operation.ts";
import { type Shared, THREAD_NUMBERS } from "./shared.ts";

/** One run of a thread: yields what it asks for, gets the result back. */
export type Steps = Generator<Operation, void, number>;

/** The body of a thread; deterministic but for the results of its operations. */
export type ThreadBody = (() => {
  next(result: number): IteratorResult<Operation, unknown>;
  /** Work done so far, where it is counted. */
  readonly ticks?: number;
}) & {
  /** For traces; the function's name where absent. */
  readonly threadName?: string;
  /** Ends with the program instead of keeping it alive. */
  readonly isDaemon?: boolean;
  /** Threads that are begun with equal texts act alike; absent: those of the same function. */
  readonly identity?: string;
  /** What it does, with which arguments: the same for threads that differ in name only. The function's name where absent. */
  readonly work?: string;
};

/** What is explored. */
export interface Program {
  /** Declares what is shared; called once. Bodies that are one and the same function are interchangeable threads. */
  setup(memory: Memory): Prepared;
}

/** Decisions that are taken before a thread comes to them: there it goes on, as long as it can. */
export interface Ahead {
  /** How many. */
  readonly points: number;
  /** Also after it has woken or started some of these threads, as bits by their place. */
  readonly wakes: number;
  /** It begins: one of them is for where it starts another one before its first operation. */
  readonly begins?: boolean;
}

/** Every thread, as bits. */
export const ALL = -1;

/** What the model doesn't know of real threads. Threads by their place among all, from 0. */
export interface RealSide {
  /** Before each run. @param promoted words (`id`) at which plain accesses are decision points from now on; null: all. */
  begin(promoted: readonly string[] | null): void;
  /**
   * Before each decision. Some after it are taken, too: there the same thread goes on. It may be told to do so at once, which
   * saves asking it each time.
   * @param ahead says which they are, as long as the decision is carried out.
   */
  decides(thread: number, ahead: (() => Ahead) | null): void;
  /** A thread has fallen asleep. */
  sleeps(thread: number): void;
  /** Another thread has woken it. */
  wakes(thread: number): void;
  /** What a thread that sleeps waits for: a primitive by name, with its holder (null: none), or the end of a thread. */
  waitsFor(thread: number): {
    readonly on: string;
    /** Until somebody wakes it; otherwise for permits. */
    readonly asleep: boolean;
    readonly isJoin: boolean;
    readonly holder: number | null;
  };
  /** Locks whose holder is over. */
  held(): readonly { readonly thread: string; readonly lock: string }[];
}

export interface Prepared {
  /** The threads that are there from the beginning; they may start others. */
  readonly threads: readonly ThreadBody[];
  /** Whether the end of a run is as it should be; `valueOf` reads a cell, a semaphore's free permits. */
  readonly invariant?: (valueOf: (object: Shared) => number, result: unknown) => boolean;
  /**
   * What the first thread returned, as a text: runs with equal texts ended alike. Where absent, ends are told apart by the
   * values of all objects.
   */
  readonly tell?: (result: unknown) => string;
  /** A number for what a thread returned, for those who ask for it; equal results have equal numbers. */
  readonly numberOf?: (result: unknown) => number;
  /** Whether the program asks who a thread is: its number, its name. */
  readonly namesThreads?: () => boolean;
  /** Whether a loop has turned in any run: only then threads can go round for ever. */
  readonly hasTurned?: () => boolean;
  /** Of threads that really run, each on a worker of its own. */
  readonly real?: RealSide;
  /** Threads of one run, those that have ended included; `THREADS_MAX` where absent. */
  readonly threadsMax?: number;
}

/** At most this many threads can be explored. */
export const THREADS_MAX = 16;
/** At most this many can be timed. */
export const TIMED_THREADS_MAX = THREAD_NUMBERS - 1;

/** More threads than can be explored, or none. */
export class BadProgramError extends Error {
  readonly code = "bad-program";
  constructor(threads: number, threadsMax: number) {
    super(`A program has 1 to ${threadsMax} threads here, those that have ended included, not ${threads}.`);
    this.name = "BadProgramError";
  }
}
