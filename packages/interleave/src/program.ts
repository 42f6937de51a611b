import type { Memory, Operation, Shared } from "./shared.ts";

/** One run of a thread: yields what it asks for, gets the result back. */
export type Steps = Generator<Operation, void, number>;

/** The body of a thread; deterministic but for the results of its operations. */
export type ThreadBody = () => Steps;

/** What is explored. */
export interface Program {
  /** Declares what is shared; called once. Bodies that are one and the same function are interchangeable threads. */
  setup(memory: Memory): {
    readonly threads: readonly ThreadBody[];
    /** Whether the end of a run is as it should be; `valueOf` reads a cell, a semaphore's free permits. */
    readonly invariant?: (valueOf: (object: Shared) => number) => boolean;
  };
}

/** At most this many threads. */
export const THREADS_MAX = 16;

/** More threads than can be explored, or none. */
export class BadProgramError extends Error {
  readonly code = "bad-program";
  constructor(threads: number) {
    super(`A program to explore has 1 to ${THREADS_MAX} threads, not ${threads}.`);
    this.name = "BadProgramError";
  }
}
