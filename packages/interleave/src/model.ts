import { Hash } from "./hash.ts";
import { BadProgramError, type Program, THREADS_MAX } from "./program.ts";
import { RaceDetector } from "./race-detector.ts";
import { Memory, type Operation, type Shared } from "./shared.ts";
import { ThreadState } from "./thread-state.ts";

/** Ways in which a thread can go on, as bits. */
export const GO = 1;
export const TIME_OUT = 2;
export const SPURIOUS = 4;

interface ObjectState {
  readonly object: Shared;
  value: number;
  readonly sleepers: ThreadState[];
}

/** One operation of one thread, carried out. */
export interface ModelStep {
  readonly thread: ThreadState;
  readonly operation: Operation;
  readonly way: number;
  readonly result: number | null;
}

/** Two objects beyond the first 31 may share a bit: more dependence than there is, which is sound. */
const bit = (object: Shared): number => 1 << (object.index % 31);

/**
 * The meaning of every operation, who can go on, and the key of the whole state. One run at a time; `reset` starts another.
 *
 * **Invariant**: a thread's pending operation has no effect until `step`. Waiters are woken in the order in which they slept;
 * a released permit goes to whoever the search lets take it.
 */
export class Model {
  readonly threads: readonly ThreadState[];
  readonly objects: readonly ObjectState[];
  readonly races: RaceDetector;
  readonly #invariant: (valueOf: (object: Shared) => number) => boolean;
  /** Plain cells that have raced: their accesses are decision points from then on. */
  readonly promoted = new Set<Shared>();
  /** Permits that are tried or taken with a time-out: a failing try can see a release, which is a decision point then. */
  readonly timed = new Set<Shared>();
  /** Accesses of the current step, as bits by object. */
  reads = 0;
  writes = 0;
  /** Operations since `reset`. */
  steps = 0;
  /** Told of each operation that was carried out, before the thread runs on. `result` is null where the thread fell asleep or wakes. */
  onStep: ((step: ModelStep) => void) | null = null;

  /** @throws {BadProgramError} */
  constructor(program: Program) {
    const memory = new Memory();
    const { threads, invariant } = program.setup(memory);
    if (threads.length === 0 || threads.length > THREADS_MAX) throw new BadProgramError(threads.length);
    this.threads = threads.map((body, i) => new ThreadState(i, body, threads.indexOf(body)));
    this.objects = memory.objects.map((object) => ({ object, value: object.initial, sleepers: [] }));
    this.races = new RaceDetector(memory.objects);
    this.#invariant = invariant ?? (() => true);
  }

  /** Back to the beginning; every thread stands at its first operation. */
  reset(): void {
    for (const state of this.objects) {
      state.value = state.object.initial;
      state.sleepers.length = 0;
    }
    this.races.reset();
    this.steps = 0;
    for (const thread of this.threads) {
      thread.reset();
      thread.resume(0);
    }
  }

  valueOf = (object: Shared): number => this.#stateOf(object).value;

  invariantHolds(): boolean {
    return this.#invariant(this.valueOf);
  }

  /** Whether the thread's next operation is a decision point. Releases are left movers, cells that never raced commute. */
  isPoint(thread: ThreadState): boolean {
    const { pending } = thread;
    if (!pending || thread.status !== "ready") return true;
    if (pending.kind === "try-acquire" || (pending.kind === "acquire" && pending.timeoutMs !== Infinity))
      this.timed.add(pending.on);
    if (pending.on.kind === "plain") return this.promoted.has(pending.on);
    return pending.kind !== "release" || this.timed.has(pending.on);
  }

  /** The ways in which the thread can go on now, as bits; 0 where it can't. */
  ways(thread: ThreadState, spuriousLeft: number): number {
    const { pending } = thread;
    if (!pending) return 0;
    const late = pending.timeoutMs === Infinity ? 0 : TIME_OUT;
    if (thread.status === "sleeping") return late | (spuriousLeft > 0 ? SPURIOUS : 0);
    if (pending.kind === "acquire" && this.#stateOf(pending.on).value < 1) return late;
    return GO;
  }

  /** Carries out the thread's next operation, and runs it up to the one after. */
  step(thread: ThreadState, way: number): void {
    this.steps++;
    const { pending } = thread;
    if (!pending) throw new RangeError(`thread ${thread.index} is over`);
    if (thread.status === "sleeping") {
      const { sleepers } = this.#stateOf(pending.on);
      sleepers.splice(sleepers.indexOf(thread), 1);
      this.writes |= bit(pending.on);
      this.onStep?.({ thread, operation: pending, way, result: null });
      this.#wake(thread, way === TIME_OUT ? (pending.kind === "park" ? 2 : 0) : pending.kind === "park" ? 0 : 1);
    } else if (thread.status === "woken" && pending.kind !== "acquire") thread.resume(thread.answer);
    else {
      const result = this.#apply(thread, pending, way);
      this.onStep?.({ thread, operation: pending, way, result });
      if (result !== null) thread.resume(thread.slept ? thread.answer : result);
    }
  }

  /** The key of the whole state. `symmetric`: threads with the same body are not told apart. */
  key(symmetric: boolean): Hash {
    const key = new Hash().begin(1);
    for (const { value, sleepers } of this.objects) {
      key.addNumber(value);
      for (const sleeper of sleepers) key.addHash(this.threadKey(sleeper, symmetric));
      key.add(-1);
    }
    const threads = new Hash();
    for (const thread of this.threads) threads.plus(this.threadKey(thread, symmetric));
    key.addHash(threads);
    return key;
  }

  threadKey(thread: ThreadState, symmetric: boolean): Hash {
    const key = new Hash().begin(symmetric ? 7 : 8 + thread.index);
    key.addHash(thread.history);
    key.add(thread.status.charCodeAt(0));
    key.add(thread.slept ? thread.answer + 1 : 0);
    return key;
  }

  /** Null where the thread now sleeps. */
  #apply(thread: ThreadState, operation: Operation, way: number): number | null {
    const { on, kind, value } = operation;
    const state = this.#stateOf(on);
    const me = thread.index;
    const before = state.value;
    const isPlain = on.kind === "plain";
    if (kind === "load") this.reads |= bit(on);
    else this.writes |= bit(on);
    switch (kind) {
      case "load":
        if (isPlain) this.races.read(me, on);
        else this.races.follow(me, on);
        return before;
      case "store":
      case "add":
      case "exchange":
      case "compare-exchange":
        if (kind !== "compare-exchange" || before === operation.expected)
          state.value = kind === "add" ? before + value : value;
        if (isPlain) this.races.write(me, on);
        else this.#order(me, on);
        return kind === "store" ? 0 : before;
      case "acquire":
        if (way === TIME_OUT) return 0;
        state.value--;
        this.races.follow(me, on);
        return 1;
      case "try-acquire":
        if (before < 1) return 0;
        state.value--;
        this.races.follow(me, on);
        return 1;
      case "release":
        state.value++;
        this.races.publish(me, on);
        return 0;
      case "wait":
        if (operation.lock) {
          this.#stateOf(operation.lock).value++;
          this.writes |= bit(operation.lock);
          this.races.publish(me, operation.lock);
        }
        return this.#sleep(thread, state);
      case "park":
        this.races.follow(me, on);
        return before === operation.expected ? this.#sleep(thread, state) : 1;
      case "notify":
      case "unpark": {
        const woken = state.sleepers.splice(0, value);
        for (const sleeper of woken) {
          this.races.wake(me, sleeper.index);
          this.#wake(sleeper, kind === "notify" ? 1 : 0);
        }
        return woken.length;
      }
    }
  }

  #order(thread: number, object: Shared): void {
    this.races.follow(thread, object);
    this.races.publish(thread, object);
  }

  #sleep(thread: ThreadState, state: ObjectState): null {
    thread.status = "sleeping";
    thread.slept = thread.pending;
    state.sleepers.push(thread);
    return null;
  }

  /** A thread woken from a condition asks for its lock, without a time-out; one woken from a cell goes on. */
  #wake(thread: ThreadState, answer: number): void {
    const { slept } = thread;
    thread.status = "woken";
    thread.answer = answer;
    if (slept?.lock) thread.pending = { ...slept, kind: "acquire", on: slept.lock, timeoutMs: Infinity };
  }

  #stateOf(object: Shared): ObjectState {
    const state = this.objects[object.index];
    if (!state) throw new RangeError(`${object.name} belongs to another program`);
    return state;
  }
}
