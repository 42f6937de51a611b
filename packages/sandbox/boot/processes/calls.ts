import type { Plain, ProcessCall } from "@lockstep/contracts";

/** What a process is to run: a function that the student's module exports. */
export interface ProcessTarget {
  readonly target: string;
  readonly args: readonly Plain[];
}

/** One process as its conductor has it: it works only while `next` is under way. */
export interface PacedProcess {
  /** Lets it go on with the answer to its last call; the first time with null. Resolves with its next call; a process that is no more, or speaks nonsense, has thrown. */
  next(answer: Plain): Promise<ProcessCall>;
  /** CPU time so far, read from outside of it. */
  cpuTimeMs(): number;
}
