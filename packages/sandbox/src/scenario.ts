/**
 * What a scenario is written with. Scenarios are ours: they run in the box beside the student's code, outside its
 * compartment, and say what they saw. What is expected is not known here.
 */
import { exactNumberOf, gate, NotGatedError, threadsSoFar, valueAt, words } from "@lockstep/memory/seam";
import { sleep } from "@lockstep/threading";

/** The student's module lacks something that the exercise asks for. */
export class MissingExportError extends Error {
  readonly code = "missing-export";
  constructor(name: string) {
    super(`The exercise needs an exported function "${name}". Is it there, spelt so, and exported?`);
    this.name = "MissingExportError";
  }
}

let loadStudent: () => Readonly<Record<string, unknown>> = () => ({});

/** By the boot program: how this thread gets its instance of the student's module. */
export function bindStudent(load: () => Readonly<Record<string, unknown>>): void {
  loadStudent = load;
}

/**
 * This thread's own instance of the student's module.
 * @param functions exports that must be there as functions.
 * @throws {MissingExportError} which ends the case in the student's words, not as a fault of the exercise.
 */
export function student<T>(...functions: readonly (keyof T & string)[]): T {
  const exports = loadStudent();
  for (const name of functions) if (typeof exports[name] !== "function") throw new MissingExportError(name);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a student exports is known by its use only
  return exports as T;
}

/** A place that threads pass through; tells how many were in it at once. */
export interface Overlap {
  /** Waits until every other thread is here too, is blocked, or has ended: whoever can be here at once, is. */
  enter(): void;
  /** Most threads that were here at once. */
  peak(): number;
}

/**
 * Measures overlap without a clock. One name, one place, in all threads of a round.
 * @throws {NotGatedError} at full speed: there nobody knows who is blocked.
 */
export function overlap(name: string): Overlap {
  const place = exactNumberOf(`overlap:${name}`);
  return {
    enter() {
      if (!gate) throw new NotGatedError("overlap()");
      const here = gate.meet(place);
      const at = valueAt(place);
      words[at] = Math.max(words[at] ?? 0, here);
    },
    peak: () => words[valueAt(place)] ?? 0,
  };
}

/** Whether the round has had no thread but the scenario's own so far: none of the student's, and no pool. */
export function isAlone(): boolean {
  return threadsSoFar() === 1;
}

/** Writes a line into the schedule, such as "prints a ticket". Does nothing at full speed. */
export function mark(text: string): void {
  gate?.point();
  gate?.log("mark", text);
}

/**
 * Lets time pass for something outside the program, such as an answer that is under way. On virtual cores it takes no real
 * time, and how many of one kind were under way at once is counted; nothing that a student's code does is counted as one.
 * @param what at most 96 characters.
 */
export function elapse(_what: string, durationMs: number): void {
  sleep(durationMs);
}
