import { GO, type Model, SPURIOUS, TIME_OUT } from "./model.ts";
import type { ThreadState } from "./thread-state.ts";

/** Which thread goes on, and in which way. */
export interface Choice {
  readonly thread: ThreadState;
  readonly way: number;
}

/** Everything that can happen next: the running thread first, plain steps before time-outs and spurious wake-ups. */
export function choicesOf(model: Model, last: ThreadState | null, spuriousLeft: number): readonly Choice[] {
  const choices: Choice[] = [];
  for (const way of [GO, TIME_OUT, SPURIOUS]) {
    for (const thread of model.threads) if (model.ways(thread, spuriousLeft) & way) choices.push({ thread, way });
  }
  // Nobody may count on a spurious wake-up: where nothing else is left, the threads are stuck.
  if (choices.every(({ way }) => way === SPURIOUS)) return [];
  const mine = choices.filter(({ thread }) => thread === last);
  return mine.length === 0
    ? choices
    : [...mine, ...choices.filter(({ thread }) => thread !== last)].toSorted((a, b) => a.way - b.way);
}

/** 1 for leaving a thread that could go on, for a time-out while somebody can run, and for a spurious wake-up; otherwise 0. */
export function costOf({ thread, way }: Choice, all: readonly Choice[], last: ThreadState | null): number {
  if (way !== GO) return all.some((other) => other.way === GO) ? 1 : 0;
  return last !== null && thread !== last && all.some((other) => other.thread === last && other.way === GO) ? 1 : 0;
}

/** Runs a thread on through what is no decision point. */
export function settle(model: Model, thread: ThreadState, stepsMax: number): void {
  while (thread.status === "ready" && thread.pending && !model.isPoint(thread) && model.steps < stepsMax)
    model.step(thread, GO);
}

/** Starts a run: every thread stands at its first decision point. */
export function begin(model: Model, stepsMax: number): void {
  model.reset();
  for (const thread of model.threads) settle(model, thread, stepsMax);
}

/** One transition: the chosen operation and all that follows up to the thread's next decision point. */
export function take(model: Model, { thread, way }: Choice, stepsMax: number): void {
  model.reads = model.writes = 0;
  model.step(thread, way);
  settle(model, thread, stepsMax);
}
