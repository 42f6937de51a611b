import { isPoint } from "./abilities.ts";
import { type Model } from "./model.ts";
import type { Operation } from "./operation.ts";
import { type Ahead, ALL } from "./program.ts";
import type { ThreadState } from "./thread-state.ts";
import { GO, isGoing, SPURIOUS, TIME_OUT, waysIn } from "./ways.ts";

/** Which thread goes on, and in which way. */
export interface Choice {
  readonly thread: ThreadState;
  readonly way: number;
}

/** Of each thread by its place, for one look. */
const ways: number[] = [];
const NOTHING: readonly number[] = [];

/** Everything that can happen next: the running thread first, plain steps before time-outs and spurious wake-ups. */
export function choicesOf(model: Model, last: ThreadState | null, spuriousLeft: number): readonly Choice[] {
  if (model.isOver) return [];
  const { threads } = model;
  let any = 0;
  for (const thread of threads) any |= ways[thread.index] = model.ways(thread, spuriousLeft);
  const choices: Choice[] = [];
  // Whoever waits for several things goes on with any of them.
  const several = any >= 8 ? waysIn(any) : NOTHING;
  if ((any & GO) !== 0) add(choices, threads, last, GO);
  for (const way of several) if (isGoing(way)) add(choices, threads, last, way);
  if (!model.isPatient || choices.length === 0) {
    if ((any & TIME_OUT) !== 0) add(choices, threads, last, TIME_OUT);
    for (const way of several) if (!isGoing(way)) add(choices, threads, last, way);
    if (model.isPatient) keepNext(choices);
  }
  // Nobody may count on a spurious wake-up: where nothing else is left, the threads are stuck.
  if (choices.length > 0 && (any & SPURIOUS) !== 0) add(choices, threads, last, SPURIOUS);
  return choices;
}

/** Those who can go on in this way. */
function add(choices: Choice[], threads: readonly ThreadState[], last: ThreadState | null, way: number): void {
  if (last && ((ways[last.index] ?? 0) & way) !== 0) choices.push({ thread: last, way });
  for (const thread of threads)
    if (thread !== last && ((ways[thread.index] ?? 0) & way) !== 0) choices.push({ thread, way });
}

/** Those whose time is over first. */
function keepNext(choices: Choice[]): void {
  const nextMs = Math.min(...choices.map(({ thread }) => thread.deadlineMs));
  choices.splice(0, Infinity, ...choices.filter(({ thread }) => thread.deadlineMs === nextMs));
}

/** 1 for leaving a thread that could go on, for a time-out while somebody can run, and for a spurious wake-up; otherwise 0. */
export function costOf({ thread, way }: Choice, all: readonly Choice[], last: ThreadState | null): number {
  if (!isGoing(way)) return all.some((other) => isGoing(other.way)) ? 1 : 0;
  return last !== null && thread !== last && all.some((other) => other.thread === last && isGoing(other.way)) ? 1 : 0;
}

/** Runs a thread on through what is no decision point. */
export function settle(model: Model, thread: ThreadState, stepsMax: number): void {
  while (thread.status === "ready" && thread.pending && !isPoint(model, thread) && !model.isSpent(stepsMax))
    model.step(thread, GO);
  for (let fresh = model.fresh.shift(); fresh; fresh = model.fresh.shift()) settle(model, fresh, stepsMax);
}

/** Starts a run: every thread stands at its first decision point. */
export function begin(model: Model, stepsMax: number): void {
  model.reset();
  for (const thread of model.threads) settle(model, thread, stepsMax);
}

/**
 * One transition: the chosen operation and all that follows up to the thread's next decision point. Answers that operation;
 * null where a thread has only begun.
 * @param ahead what is decided after this, too: asked for only where a real thread is to be told.
 */
export function take(
  model: Model,
  { thread, way }: Choice,
  stepsMax: number,
  ahead: (() => Ahead) | null = null,
): Operation | null {
  model.reads = model.writes = 0;
  const { real } = model;
  if (!thread.hasBegun) {
    const { length } = model.threads;
    // This decision is that of its first operation, unless it starts others on the way: they may come before that.
    real?.decides(thread.index, ahead && (() => beginning(ahead())));
    model.beginLate(thread);
    settle(model, thread, stepsMax);
    if (model.threads.length > length) return null;
  }
  const { pending } = thread;
  if (!pending || model.isSpent(stepsMax)) return null;
  real?.decides(thread.index, pending.kind === "unpark" && ahead?.().wakes !== ALL ? null : ahead);
  model.step(thread, way);
  settle(model, thread, stepsMax);
  return pending;
}

const beginning = ({ points, wakes }: Ahead): Ahead => ({ points: points + 1, wakes, begins: true });
