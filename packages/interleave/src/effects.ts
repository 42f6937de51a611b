import type { ObjectState } from "./object-state.ts";
import type { Operation, OperationKind } from "./operation.ts";
import { orderBy } from "./orders.ts";
import type { RealSide, ThreadBody } from "./program.ts";
import type { RaceDetector } from "./race-detector.ts";
import { type Rule, takeBack } from "./rule.ts";
import { Guarded, holderOf, PlainCell, RealWord, type Shared, Word } from "./shared.ts";
import { siteOf } from "./sites.ts";
import type { ThreadState } from "./thread-state.ts";
import { callFirst } from "./waiting-line.ts";
import { TIME_OUT } from "./ways.ts";

/** What `join` answers for a thread that was not started, `start` for one that was, and `join` for the thread that asks. */
export const NOT_STARTED = -1;
export const ITSELF = -2;

/** Two objects beyond the first 30 may share a bit: more dependence than there is, which is sound. */
export const bit = (object: Shared): number =>
  object instanceof RealWord && object.isWide ? -1 : 1 << (object.index % 30);

/** What operations change of a run. */
interface Changed {
  reads: number;
  writes: number;
  readonly timed: Set<Shared>;
  readonly races: RaceDetector;
  readonly real: RealSide | null;
  stateOf(object: Shared): ObjectState;
  start(me: number, on: Shared, body: ThreadBody | null): number;
}

/** The meaning of every operation. */
export class Effects {
  readonly #run: Changed;

  constructor(run: Changed) {
    this.#run = run;
  }

  /** Null where the thread now sleeps. */
  apply(thread: ThreadState, operation: Operation, way: number): number | null {
    const { on, kind, value } = operation;
    if (kind === "too-long" || kind === "select") throw new RangeError("this step is never taken");
    const state = this.#run.stateOf(on);
    const me = thread.index;
    const before = state.value;
    const isPlain = operation.isPlain || (on instanceof PlainCell && !on.isQuiet);
    if (on instanceof Word) this.#note(on, isPlain);
    if (kind === "load" || kind === "is-alive" || kind === "join" || operation.rule?.isLook) this.#run.reads |= bit(on);
    else this.#run.writes |= bit(on);
    switch (kind) {
      case "load":
        if (isPlain) this.#run.races.read(me, on, siteOf(operation));
        else this.#run.races.follow(me, on);
        return before;
      case "store":
      case "add":
      case "exchange":
      case "compare-exchange":
        if (kind !== "compare-exchange" || before === operation.expected)
          state.value = kind === "add" ? before + value : value;
        if (isPlain) this.#run.races.write(me, on, siteOf(operation));
        else this.#order(me, on);
        return kind === "store" ? 0 : before;
      case "acquire":
        if (way === TIME_OUT) return 0;
        state.value--;
        this.#run.races.take(me, on, 1, on.initial);
        return 1;
      case "try-acquire":
        if (before < 1) return 0;
        state.value--;
        this.#run.races.take(me, on, 1, on.initial);
        return 1;
      case "release":
        state.value++;
        this.#run.races.give(me, on, 1, on.initial);
        return 0;
      case "wait":
        if (operation.lock) {
          const lock = this.#run.stateOf(operation.lock);
          if (operation.lock instanceof Guarded) {
            if (holderOf(lock.value) !== me + 1) return -1;
            thread.saved = lock.value;
            lock.value = 0;
            this.#run.races.publish(me, operation.lock);
          } else {
            lock.value++;
            this.#run.races.give(me, operation.lock, 1, operation.lock.initial);
          }
          this.#run.writes |= bit(operation.lock);
        }
        return this.#sleep(thread, state);
      case "park":
        this.#run.races.follow(me, on);
        return before === operation.expected ? this.#sleep(thread, state) : 1;
      case "notify":
      case "unpark": {
        if (operation.lock instanceof Guarded && holderOf(this.#run.stateOf(operation.lock).value) !== me + 1)
          return -1;
        const { threads, tickets } = callFirst(state, value);
        for (const sleeper of threads) {
          this.#run.races.wake(me, sleeper.index);
          this.wake(sleeper, kind === "notify" ? 1 : 0);
        }
        if (tickets > 0) this.#run.races.publish(me, on);
        return threads.length + tickets;
      }
      case "rule":
        if (way === TIME_OUT) return -1;
        if (!operation.rule) throw new RangeError("a rule is missing");
        return this.#follow(operation.rule, state, me);
      case "start":
        return this.#run.start(me, on, operation.body);
      case "join":
        if (way === TIME_OUT) return 0;
        if (before >= 0) return before === 0 ? NOT_STARTED : ITSELF;
        this.#run.races.follow(me, on);
        return 1;
      case "is-alive":
        this.#run.races.follow(me, on);
        return before > 0 ? 1 : 0;
    }
  }

  /** What a real thread has done, about which nobody had to decide: it counts for races and dependence only. */
  done(me: number, word: RealWord, kind: OperationKind, isPlain: boolean): void {
    this.#note(word, isPlain);
    const isLook = kind === "load";
    if (isLook) this.#run.reads |= bit(word);
    else this.#run.writes |= bit(word);
    if (isPlain && isLook) this.#run.races.read(me, word, -1);
    else if (isPlain) this.#run.races.write(me, word, -1);
    else if (isLook) this.#run.races.follow(me, word);
    else this.#order(me, word);
  }

  #note(word: Word, isPlain: boolean): void {
    if (isPlain) word.usedPlainly = true;
    else word.usedAtomically = true;
    if (word.usedPlainly && word.usedAtomically) this.#run.timed.add(word);
  }

  #follow(rule: Rule, state: ObjectState, me: number): number {
    const { edge } = rule;
    const order = typeof edge === "function" ? edge(state) : edge;
    const result = rule.apply(state, me);
    if (result !== -1) orderBy(this.#run.races, order, state.object, me);
    return result;
  }

  #order(thread: number, object: Shared): void {
    this.#run.races.follow(thread, object);
    this.#run.races.publish(thread, object);
  }

  #sleep(thread: ThreadState, state: ObjectState): null {
    thread.status = "sleeping";
    thread.slept = thread.pending;
    this.#run.real?.sleeps(thread.index);
    state.sleepers.push(thread);
    return null;
  }

  /** A thread woken from a condition asks for its lock, without a time-out; one woken from a cell goes on. */
  wake(thread: ThreadState, answer: number): void {
    const { slept } = thread;
    thread.status = "woken";
    thread.answer = answer;
    this.#run.real?.wakes(thread.index);
    if (!slept?.lock) return;
    const isRule = slept.lock instanceof Guarded;
    const rule = isRule ? takeBack(thread.saved) : null;
    thread.pending = { ...slept, kind: isRule ? "rule" : "acquire", on: slept.lock, timeoutMs: Infinity, rule };
  }
}
