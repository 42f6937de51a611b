import { Clock, type Ending, endingOf, GO, Model, type Operation, type Program, TIME_OUT } from "@lockstep/interleave";
import { Account } from "./account.ts";
import { type Costs, TICKS_PER_MS } from "./costs.ts";
import { Task, waitOf } from "./task.ts";

/** Bounds of one run on virtual cores. */
export interface Bounds {
  readonly cores: number;
  /** Work of all threads, in ticks, after which the run is given up. */
  readonly workTicksMax: number;
  /** Operations of all threads, after which it is given up. */
  readonly operationsMax: number;
  readonly costs: Costs;
}

/** Turns that a thread has on its core before others that are ready have theirs. */
const QUANTUM_TICKS = 10_000;

/**
 * Runs a timed program on cores that exist in numbers only: a discrete-event simulation in which work is counted, time is
 * computed, and threads that wait are served in the order in which they began to. The same program gives the same numbers
 * on every machine, however busy it is.
 *
 * **Invariant**: time never goes back; an operation happens when all work before it is done.
 * **Fairness**: round robin among those who are ready, woken threads first; locks are handed to the longest waiter.
 * **Source**: list scheduling, whose schedules are at most 2 − 1/p longer than the best (Graham, 1966).
 */
export class VirtualCores {
  readonly model: Model;
  readonly tasks: Task[] = [];
  readonly account = new Account();
  /** Work of all threads so far. */
  workTicks = 0;
  nowTicks = 0;
  readonly #bounds: Bounds;
  readonly #woken: Task[] = [];
  readonly #ready: Task[] = [];
  readonly #running = new Set<Task>();
  /** In the order in which they began to wait. */
  readonly #waiting: Task[] = [];
  #operations = 0;
  #result: number | null = null;

  /** @throws {BadProgramError} */
  constructor(program: Program, bounds: Bounds) {
    this.model = new Model(program);
    this.#bounds = bounds;
    this.model.onStep = ({ result }) => (this.#result = result);
  }

  /** Runs it to its end; null: it was given up. @throws {RefusedError} */
  run(): Ending | null {
    this.model.reset();
    this.#admit();
    while (!this.model.isOver) {
      this.#dispatch();
      const next = first(this.#running, (task) => task.untilTicks);
      const timer = first(this.#waiting, (task) => task.deadlineTicks);
      if (timer && timer.deadlineTicks <= (next?.untilTicks ?? Infinity)) this.#giveUpWaiting(timer);
      else if (next) this.#goOn(next);
      else break; // nobody can
      if (this.#isSpent()) {
        for (const { looks } of this.tasks) looks.giveUp();
        return null;
      }
    }
    this.account.finish(this.nowTicks);
    return endingOf(this.model);
  }

  #isSpent(): boolean {
    const { workTicksMax, operationsMax } = this.#bounds;
    const isEndless = this.model.isEndless || this.tasks.some(({ thread }) => thread.pending?.kind === "too-long");
    return isEndless || this.workTicks > workTicksMax || this.#operations > operationsMax;
  }

  /** Threads that have been started since. */
  #admit(): void {
    for (const thread of this.model.threads.slice(this.tasks.length)) {
      const task = new Task(thread);
      this.tasks.push(task);
      task.load(0);
      this.#queue(this.#ready, task);
    }
  }

  #queue(queue: Task[], task: Task): void {
    queue.push(task);
    this.account.turn(task.thread.index, "ready", this.nowTicks);
  }

  /** Gives free cores to those who are ready. */
  #dispatch(): void {
    while (this.#running.size < this.#bounds.cores) {
      const task = this.#woken.shift() ?? this.#ready.shift();
      if (!task) return;
      task.quantumTicks = QUANTUM_TICKS;
      this.#running.add(task);
      this.account.turn(task.thread.index, "running", this.nowTicks);
      this.#slice(task);
    }
  }

  #slice(task: Task): void {
    task.sliceTicks = Math.min(task.leftTicks, task.quantumTicks);
    task.untilTicks = this.nowTicks + task.sliceTicks;
  }

  /** The thread has done its slice. */
  #goOn(task: Task): void {
    this.nowTicks = task.untilTicks;
    this.workTicks += task.sliceTicks;
    task.leftTicks -= task.sliceTicks;
    task.quantumTicks -= task.sliceTicks;
    if (task.leftTicks <= 0 && !this.#operate(task)) {
      this.#running.delete(task);
      return;
    }
    if (task.quantumTicks <= 0) {
      if (this.#woken.length + this.#ready.length > 0) {
        this.#running.delete(task);
        this.#queue(this.#ready, task);
        return;
      }
      task.quantumTicks = QUANTUM_TICKS;
    }
    this.#slice(task);
  }

  /** The thread's operation; false where it can't run on after it. */
  #operate(task: Task): boolean {
    const { thread } = task;
    if (thread.isOver) return this.#leave(task);
    if ((this.model.ways(thread, 0) & GO) === 0) return this.#wait(task);
    this.#step(task, GO, 0);
    this.#serve();
    if (thread.isOver && task.leftTicks <= 0) return this.#leave(task);
    return thread.status === "sleeping" ? this.#wait(task) : true;
  }

  #step(task: Task, way: number, wakeTicks: number): void {
    const { pending } = task.thread;
    const { costs } = this.#bounds;
    this.#operations++;
    this.model.step(task.thread, way);
    task.load((pending ? costOf(pending, costs) : 0) + wakeTicks);
    if (pending) task.looks.add(pending, way === GO ? this.#result : null, task.takeNewTicks());
    this.#admit();
    this.model.fresh.length = 0;
  }

  #leave(task: Task): false {
    this.account.turn(task.thread.index, null, this.nowTicks);
    return false;
  }

  #wait(task: Task): false {
    const { index, pending } = task.thread;
    this.#waiting.push(task);
    task.deadlineTicks = this.nowTicks + (pending?.timeoutMs ?? Infinity) * TICKS_PER_MS;
    task.sinceTicks = this.nowTicks;
    this.account.turn(index, waitOf(task.thread), this.nowTicks);
    if (pending?.on instanceof Clock) this.account.takeOff(pending.on.name);
    return false;
  }

  /** Its time-out has passed. */
  #giveUpWaiting(task: Task): void {
    this.nowTicks = task.deadlineTicks;
    task.deadlineTicks = Infinity;
    const on = task.thread.pending?.on;
    if (on instanceof Clock) this.account.land(on.name, this.nowTicks - task.sinceTicks);
    this.#step(task, TIME_OUT, 0);
    if (task.thread.status === "ready" || task.thread.isOver) this.#wake(task);
    this.#serve(); // it may have to get a lock back first
  }

  /** Those who wait and can go on, until nobody can. */
  #serve(): void {
    for (;;) {
      const task = this.#waiting.find(({ thread }) => (this.model.ways(thread, 0) & GO) !== 0);
      if (!task) return;
      this.#step(task, GO, this.#bounds.costs.wake);
      this.#wake(task);
    }
  }

  #wake(task: Task): void {
    this.#waiting.splice(this.#waiting.indexOf(task), 1);
    task.deadlineTicks = Infinity;
    this.#queue(this.#woken, task);
  }
}

function costOf({ kind, on }: Operation, { access, operation }: Costs): number {
  if (on.kind === "mark" || on instanceof Clock) return 0;
  return kind === "load" || kind === "store" ? access : operation;
}

/** The one with the smallest number, the earliest of equals; undefined where all are Infinity. */
function first(tasks: Iterable<Task>, numberOf: (task: Task) => number): Task | undefined {
  let best: Task | undefined;
  let least = Infinity;
  for (const task of tasks) {
    const number = numberOf(task);
    if (number >= least) continue;
    least = number;
    best = task;
  }
  return best;
}
