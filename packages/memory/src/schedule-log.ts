import { callerLine } from "./caller-line.ts";
import { numberOf, textOf } from "./directory.ts";
import { elementLabel } from "./labels.ts";
import type { Called } from "./marks.ts";

/**
 * The schedule of a gated round: who did what on which object, step by step, the last ones of many.
 * Threads: whoever has the baton writes; others read when the round is over, or while nobody runs.
 */

const STEPS_MAX = 400;
/** Words of a step: the thread · what it did · the name of what it did that to · what kind of value it has, and which element of an array that is · the line. */
const STEP_WORDS = 5;
// What kind of value a step has.
const NO_VALUE = 0;
const A_NUMBER = 1;
const A_BOOLEAN = 2;
const KINDS = 4;

/** A count, then the steps. An even number of words: doubles come next. */
const HEAD_WORDS = 2;
export const SCHEDULE_WORDS = HEAD_WORDS + STEPS_MAX * STEP_WORDS;
/** Their values. */
export const SCHEDULE_DOUBLES = STEPS_MAX;

const STEPS = ["read", "write", "acquire", "release", "wait", "wake", "start", "end", "join", "mark"] as const;
export type Step = (typeof STEPS)[number];

/** A step as it is kept. */
export interface KeptStep {
  /** Its number. */
  readonly thread: number;
  readonly step: Step;
  readonly on: string;
  readonly value?: number | boolean;
}

/** A step as it is told. */
export interface ToldStep extends Omit<KeptStep, "thread"> {
  readonly thread: string;
  readonly line?: string;
}

export class ScheduleLog {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #doubles: Float64Array<SharedArrayBuffer>;
  readonly #at: number;
  readonly #valuesAt: number;

  /** @param at where its words begin. @param valuesAt where its doubles begin. */
  constructor(
    words: Int32Array<SharedArrayBuffer>,
    doubles: Float64Array<SharedArrayBuffer>,
    at: number,
    valuesAt: number,
  ) {
    this.#words = words;
    this.#doubles = doubles;
    this.#at = at;
    this.#valuesAt = valuesAt;
  }

  /** Before a round. */
  clear(): void {
    this.#words[this.#at] = 0;
  }

  /** @param isTraced the line of the program that asked for it is written down, too. */
  write(
    thread: number,
    step: Step,
    { name, index }: Called,
    value: number | boolean | undefined,
    isTraced: boolean,
  ): void {
    const count = this.#count;
    const at = this.#stepAt(count);
    this.#words[at] = thread;
    this.#words[at + 1] = STEPS.indexOf(step);
    this.#words[at + 2] = name;
    const kind = value === undefined ? NO_VALUE : typeof value === "number" ? A_NUMBER : A_BOOLEAN;
    this.#words[at + 3] = kind + KINDS * (index === null ? 0 : index + 1);
    this.#words[at + 4] = isTraced ? numberOf(callerLine()) : 0;
    this.#doubles[this.#valuesAt + (count % STEPS_MAX)] = Number(value ?? 0);
    this.#words[this.#at] = count + 1;
  }

  /** How many steps have been written, and those from the `from`-th on as far as they are kept. */
  since(from: number): { readonly count: number; readonly steps: readonly KeptStep[] } {
    const count = this.#count;
    const first = Math.max(from, count - STEPS_MAX);
    return { count, steps: Array.from({ length: count - first }, (_unused, i) => this.#kept(first + i)) };
  }

  /** The steps that are kept, and how many were dropped at the front. */
  told(nameOf: (thread: number) => string): { readonly events: readonly ToldStep[]; readonly truncated: number } {
    const truncated = Math.max(0, this.#count - STEPS_MAX);
    const events = Array.from({ length: this.#count - truncated }, (_unused, i) => {
      const { thread, ...step } = this.#kept(truncated + i);
      const line = this.#word(this.#stepAt(truncated + i) + 4);
      return { thread: nameOf(thread), ...step, ...(line !== 0 && { line: textOf(line) }) };
    });
    return { events, truncated };
  }

  #kept(i: number): KeptStep {
    const at = this.#stepAt(i);
    const value = this.#doubles[this.#valuesAt + (i % STEPS_MAX)] ?? 0;
    const kind = this.#word(at + 3) % KINDS;
    const element = Math.floor(this.#word(at + 3) / KINDS);
    const name = textOf(this.#word(at + 2));
    const on = element === 0 ? name : elementLabel(name, element - 1);
    const step = { thread: this.#word(at), step: this.#stepOf(at), on };
    if (kind === NO_VALUE) return step;
    return { ...step, value: kind === A_BOOLEAN ? value !== 0 : value };
  }

  get #count(): number {
    return this.#word(this.#at);
  }

  #stepAt(i: number): number {
    return this.#at + HEAD_WORDS + (i % STEPS_MAX) * STEP_WORDS;
  }

  #stepOf(at: number): Step {
    return STEPS[this.#word(at + 1)] ?? "mark";
  }

  #word(at: number): number {
    return this.#words[at] ?? 0;
  }
}
