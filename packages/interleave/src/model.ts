import { Automaton, NondeterminismError } from "./automaton.ts";
import type { Hash } from "./hash.ts";
import { Memory } from "./memory.ts";
import { newState, type ObjectState } from "./object-state.ts";
import type { Operation } from "./operation.ts";
import { orderBy } from "./orders.ts";
import {
  BadProgramError,
  type Prepared,
  type Program,
  type RealSide,
  type ThreadBody,
  THREADS_MAX,
} from "./program.ts";
import { RaceDetector } from "./race-detector.ts";
import type { Rule } from "./rule.ts";
import { Guarded, holderOf, overValue, PlainCell, RealWord, type Shared, Word } from "./shared.ts";
import { restoreState, savedState, type SavedState } from "./saved-state.ts";
import { stateKey, threadKeys } from "./state-key.ts";
import { ThreadState } from "./thread-state.ts";
import { chosenIn, GO, packed, SPURIOUS, TIME_OUT, wayOf } from "./ways.ts";

export { GO, SPURIOUS, TIME_OUT } from "./ways.ts";

/** One operation of one thread, carried out. */
export interface ModelStep {
  readonly thread: ThreadState;
  readonly operation: Operation;
  readonly way: number;
  readonly result: number | null;
}

/** What `join` answers for a thread that was not started, `start` for one that was, and `join` for the thread that asks. */
export const NOT_STARTED = -1;
export const ITSELF = -2;

/** Two objects beyond the first 30 may share a bit: more dependence than there is, which is sound. */
const bit = (object: Shared): number => (object instanceof RealWord && object.isWide ? -1 : 1 << (object.index % 30));
/** Threads get their numbers in the order in which they are started. */
const STARTS = 1 << 30;

/**
 * The meaning of every operation, who can go on, and the key of the whole state. One run at a time; `reset` starts another.
 *
 * **Invariant**: a thread's pending operation has no effect until `step`. Waiters are woken in the order in which they slept;
 * a released permit goes to whoever the search lets take it.
 */
export class Model {
  /** All threads of this run, in the order in which they were started. */
  readonly threads: ThreadState[] = [];
  readonly objects: ObjectState[] = [];
  readonly races: RaceDetector;
  readonly #prepared: Prepared;
  /** Kept from run to run, by number: a search remembers them. */
  readonly #pool: ThreadState[] = [];
  /** Plain cells that have raced: their accesses are decision points from then on. */
  readonly promoted = new Set<Shared>();
  /** False: every plain access of real threads is a decision point. */
  isRaceDriven = true;
  /** Objects that are looked at without waiting, or waited for with a time-out: a failing look can see a gift, which is a decision point then. */
  readonly timed = new Set<Shared>();
  /** Threads started in this step, and those that waited for the end of one: they have not come to a decision point yet. */
  readonly fresh: ThreadState[] = [];
  /** Accesses of the current step, as bits by object. */
  reads = 0;
  writes = 0;
  /** Operations since `reset`. */
  steps = 0;
  /** Time passes only when nobody can go on, and then up to the next deadline; otherwise any time-out may come at any moment. */
  isPatient = false;
  /** The clock of a patient model; it begins at 0. */
  nowMs = 0;
  /** A loop turned too often without a step. */
  isEndless = false;
  /** The thread that did something else than before with the same answers; null: none. */
  unsteady: ThreadState | null = null;
  /** How often a thread was run for something that it had never done before. */
  news = 0;
  /** Told of each operation that was carried out, before the thread runs on. `result` is null where the thread fell asleep or wakes. */
  onStep: ((step: ModelStep) => void) | null = null;

  readonly #memory = new Memory();
  /** What is known of threads, by body or its identity; null: they are run each time. */
  #automata: Map<ThreadBody | string, Automaton> | null;

  /**
   * @param options.remembers threads are run once for each thing that they can do, and what they did is remembered. False where absent.
   * @throws {BadProgramError}
   */
  constructor(program: Program, { remembers = false }: { readonly remembers?: boolean } = {}) {
    this.#automata = remembers ? new Map() : null;
    const memory = this.#memory;
    memory.onMade = (object, initial) => this.#make(object, initial);
    memory.valueOf = this.valueOf;
    this.#prepared = program.setup(memory);
    const { threads, threadsMax = THREADS_MAX } = this.#prepared;
    this.races = new RaceDetector(threadsMax);
    if (threads.length === 0 || threads.length > threadsMax) throw new BadProgramError(threads.length, threadsMax);
    for (const object of memory.objects) this.#make(object, object.initial);
    for (const [i, body] of threads.entries()) this.#pool.push(new ThreadState(i, body, threads.indexOf(body)));
    this.threads.push(...this.#pool);
    this.#static = memory.objects.length;
  }
  /** Objects that are there from the beginning. */
  readonly #static: number;

  /** Back to the beginning; every thread stands at its first operation. */
  reset(): void {
    for (const [i, state] of this.objects.entries()) {
      state.isThere = i < this.#static;
      state.value = state.object.initial;
      state.content = [];
      state.sleepers.length = 0;
    }
    this.real?.begin(
      this.isRaceDriven ? [...this.#points.promoted, ...Array.from(this.promoted, ({ id }) => id)] : null,
    );
    this.races.reset();
    this.steps = 0;
    this.nowMs = 0;
    this.isEndless = false;
    this.unsteady = null;
    this.fresh.length = 0;
    this.threads.length = 0;
    this.threads.push(...this.#pool.slice(0, this.#prepared.threads.length));
    for (const thread of this.threads) {
      thread.reset(this.#automatonOf(thread));
      this.#resume(thread, 0);
    }
  }

  #automatonOf({ body, kind }: ThreadState): Automaton | null {
    if (!this.#automata) return null;
    const key = body.identity ?? body;
    let automaton = this.#automata.get(key);
    if (!automaton) this.#automata.set(key, (automaton = new Automaton(body, kind, this.#memory, () => this.news++)));
    return automaton;
  }

  /** From now on exactly these objects are decision points by having raced, and those by being looked at; also where they are made later. */
  decideAt(points: { readonly promoted: readonly string[]; readonly timed: readonly string[] }): void {
    this.#points = points;
    this.promoted.clear();
    for (const { object } of this.objects) this.#decideAt(object);
  }
  #points: Parameters<Model["decideAt"]>[0] = { promoted: [], timed: [] };

  #decideAt(object: Shared): void {
    if (this.#points.promoted.includes(object.id)) this.promoted.add(object);
    if (this.#points.timed.includes(object.id)) this.timed.add(object);
  }

  /** The state between two steps; null where threads are really run, since a generator can't be copied. */
  save(): SavedState | null {
    return this.#automata ? savedState(this) : null;
  }

  /** Goes back, or over, to a state of the same model. */
  restore(saved: SavedState): void {
    this.isEndless = false;
    this.unsteady = null;
    this.fresh.length = 0;
    restoreState(this, this.#pool, saved);
  }

  /** Whether the run has to be given up. */
  isSpent(stepsMax: number): boolean {
    return this.steps >= stepsMax || this.isEndless || this.unsteady !== null;
  }

  /** From now on threads are really run. */
  forget(): void {
    this.#automata = null;
    this.#memory.onNoted = null; // that was told when it was explored
  }

  /** Whether nobody is left but daemons. */
  get isOver(): boolean {
    return this.threads.every((thread) => thread.isOver || thread.isDaemon);
  }

  /** Whether the first thread is the program's main function, which starts the others. */
  get hasMain(): boolean {
    return this.#prepared.tell !== undefined;
  }

  /** Of real threads; null where the model runs them. */
  get real(): RealSide | null {
    return this.#prepared.real ?? null;
  }

  get hasTurned(): boolean {
    return this.#prepared.hasTurned?.() ?? false;
  }

  valueOf = (object: Shared): number => this.#stateOf(object).value;

  invariantHolds(): boolean {
    return this.#prepared.invariant?.(this.valueOf, this.threads[0]?.result) ?? true;
  }

  /** What distinguishes this end from others of its kind. */
  told(): string {
    const { tell } = this.#prepared;
    if (tell) return tell(this.threads[0]?.result);
    return this.objects
      .filter(({ isThere }) => isThere)
      .map(({ value }) => value)
      .join(" / ");
  }

  /** Whether the thread's next operation is a decision point. Releases are left movers, cells that never raced commute. */
  isPoint(thread: ThreadState): boolean {
    const { pending } = thread;
    if (!pending || thread.status !== "ready") return true;
    const { kind, on, rule } = pending;
    if (kind === "start" || pending.isDone) return false;
    for (const alternative of pending.alternatives ?? []) if (alternative) this.timed.add(alternative.on);
    const isLook = kind === "try-acquire" || kind === "is-alive" || (rule !== null && !rule.isReady && !rule.isGift);
    if (isLook || pending.timeoutMs !== Infinity) this.timed.add(on);
    if (pending.isPlain) return !this.isRaceDriven || this.promoted.has(on) || this.timed.has(on);
    if (on instanceof PlainCell) return !on.isQuiet && this.promoted.has(on);
    if (kind === "join" && pending.timeoutMs === Infinity) return this.#stateOf(on).value >= 0 && on !== thread.object;
    return (kind !== "release" && !rule?.isGift) || this.timed.has(on);
  }

  /** The ways in which the thread can go on now, as bits; 0 where it can't. */
  ways(thread: ThreadState, spuriousLeft: number): number {
    const { pending } = thread;
    if (!pending) return 0;
    const late = pending.timeoutMs === Infinity ? 0 : TIME_OUT;
    if (thread.status === "sleeping") return late | (spuriousLeft > 0 ? SPURIOUS : 0);
    if (pending.kind === "too-long") return 0;
    if (pending.alternatives) return this.#waysOf(thread, pending.alternatives);
    return this.#isBlocked(thread, pending) ? late : GO;
  }

  #isBlocked(thread: ThreadState, { kind, on, rule }: Operation): boolean {
    if (kind === "acquire") return this.#stateOf(on).value < 1;
    if (kind === "join") return this.#stateOf(on).value > 0 && on !== thread.object;
    return rule?.isReady?.(this.#stateOf(on), thread.index) === false;
  }

  #waysOf(thread: ThreadState, alternatives: readonly (Operation | null)[]): number {
    const firstMs = Math.min(...alternatives.map((each) => each?.timeoutMs ?? Infinity));
    let ways = 0;
    for (const [i, alternative] of alternatives.entries()) {
      if (!alternative) continue;
      if (!this.#isBlocked(thread, alternative)) ways |= wayOf(i, GO);
      else if (alternative.timeoutMs !== Infinity && (!this.isPatient || alternative.timeoutMs === firstMs))
        ways |= wayOf(i, TIME_OUT);
    }
    return ways;
  }

  /** Carries out the thread's next operation, and runs it up to the one after. */
  step(thread: ThreadState, way: number): void {
    this.steps++;
    const { pending } = thread;
    if (!pending) throw new RangeError(`thread ${thread.index} is over`);
    const chosen = chosenIn(way);
    if ((chosen?.how ?? way) === TIME_OUT) this.nowMs = Math.max(this.nowMs, thread.deadlineMs);
    if (thread.status === "sleeping") {
      const { sleepers } = this.#stateOf(pending.on);
      sleepers.splice(sleepers.indexOf(thread), 1);
      this.writes |= bit(pending.on);
      this.onStep?.({ thread, operation: pending, way, result: null });
      this.#wake(thread, way === TIME_OUT ? (pending.kind === "park" ? 2 : 0) : pending.kind === "park" ? 0 : 1);
    } else if (thread.status === "woken" && pending.kind === "park") this.#resume(thread, thread.answer);
    else if (chosen) {
      const { alternative, how } = chosen;
      const operation = pending.alternatives?.[alternative];
      if (!operation) throw new RangeError(`there is no alternative ${alternative}`);
      const result = this.#apply(thread, operation, how) ?? 0;
      this.onStep?.({ thread, operation: { ...operation, local: operation.local ?? pending.local }, way: how, result });
      // How long it has waited is known only where time is no free choice.
      const elapsedMs = this.isPatient ? this.nowMs - (thread.deadlineMs - pending.timeoutMs) : 0;
      this.#resume(thread, packed({ alternative, result, elapsedMs: Number.isFinite(elapsedMs) ? elapsedMs : 0 }));
    } else {
      const result = this.#apply(thread, pending, way);
      this.onStep?.({ thread, operation: pending, way, result });
      if (result !== null) this.#resume(thread, thread.slept ? thread.answer : result);
    }
  }

  /** What distinguishes each thread. `symmetric`: not its number. */
  threadKeys(symmetric: boolean): readonly Hash[] {
    return threadKeys(this, symmetric);
  }

  /** The key of the whole state, from those of its threads. */
  key(symmetric: boolean, threads: readonly Hash[]): Hash {
    return stateKey(this, symmetric, threads);
  }

  /** Whether the program asks who a thread is. */
  get namesThreads(): boolean {
    return this.#prepared.namesThreads?.() ?? false;
  }

  toldOf(result: unknown): string {
    return this.#prepared.tell?.(result) ?? "";
  }

  #make(object: Shared, initial: number): void {
    // A thread that is run ahead makes objects that this run has not come to: there are no holes.
    for (const known of this.#memory.objects.slice(this.objects.length, object.index + 1))
      this.objects.push(newState(known));
    const state = this.objects[object.index];
    if (!state) throw new RangeError("an object of another memory");
    if (state.isThere) return; // another thread's instance of the module has made it
    state.isThere = true;
    state.value = initial;
    this.#decideAt(object);
  }

  #resume(thread: ThreadState, result: number): void {
    try {
      thread.resume(result);
    } catch (error) {
      if (!(error instanceof NondeterminismError)) throw error;
      this.unsteady = thread;
      return;
    }
    if (thread.pending?.kind === "too-long") this.isEndless = true;
    thread.deadlineMs = this.nowMs + (thread.pending?.timeoutMs ?? Infinity);
    if (thread.isOver && thread.object) {
      this.#stateOf(thread.object).value = overValue(thread.index, this.#prepared.numberOf?.(thread.result) ?? 0);
      this.writes |= bit(thread.object);
      this.races.publish(thread.index, thread.object);
      this.fresh.push(...this.threads.filter((other) => isJoining(other, thread.object)));
    }
  }

  /** Null where the thread now sleeps. */
  #apply(thread: ThreadState, operation: Operation, way: number): number | null {
    const { on, kind, value } = operation;
    if (kind === "too-long" || kind === "select") throw new RangeError("this step is never taken");
    const state = this.#stateOf(on);
    const me = thread.index;
    const before = state.value;
    const isPlain = operation.isPlain || (on instanceof PlainCell && !on.isQuiet);
    if (on instanceof Word) this.#note(on, isPlain);
    if (kind === "load" || kind === "is-alive" || kind === "join" || operation.rule?.isLook) this.reads |= bit(on);
    else this.writes |= bit(on);
    switch (kind) {
      case "load":
        if (isPlain) this.races.read(me, on, siteOf(operation));
        else this.races.follow(me, on);
        return before;
      case "store":
      case "add":
      case "exchange":
      case "compare-exchange":
        if (kind !== "compare-exchange" || before === operation.expected)
          state.value = kind === "add" ? before + value : value;
        if (isPlain) this.races.write(me, on, siteOf(operation));
        else this.#order(me, on);
        return kind === "store" ? 0 : before;
      case "acquire":
        if (way === TIME_OUT) return 0;
        state.value--;
        this.races.take(me, on, 1, on.initial);
        return 1;
      case "try-acquire":
        if (before < 1) return 0;
        state.value--;
        this.races.take(me, on, 1, on.initial);
        return 1;
      case "release":
        state.value++;
        this.races.give(me, on, 1, on.initial);
        return 0;
      case "wait":
        if (operation.lock) {
          const lock = this.#stateOf(operation.lock);
          if (operation.lock instanceof Guarded) {
            if (holderOf(lock.value) !== me + 1) return -1;
            thread.saved = lock.value;
            lock.value = 0;
            this.races.publish(me, operation.lock);
          } else {
            lock.value++;
            this.races.give(me, operation.lock, 1, operation.lock.initial);
          }
          this.writes |= bit(operation.lock);
        }
        return this.#sleep(thread, state);
      case "park":
        this.races.follow(me, on);
        return before === operation.expected ? this.#sleep(thread, state) : 1;
      case "notify":
      case "unpark": {
        if (operation.lock instanceof Guarded && holderOf(this.#stateOf(operation.lock).value) !== me + 1) return -1;
        const woken = state.sleepers.splice(0, value);
        for (const sleeper of woken) {
          this.races.wake(me, sleeper.index);
          this.#wake(sleeper, kind === "notify" ? 1 : 0);
        }
        return woken.length;
      }
      case "rule":
        if (way === TIME_OUT) return -1;
        if (!operation.rule) throw new RangeError("a rule is missing");
        return this.#follow(operation.rule, state, me);
      case "start":
        return this.#start(me, on, operation.body);
      case "join":
        if (way === TIME_OUT) return 0;
        if (before >= 0) return before === 0 ? NOT_STARTED : ITSELF;
        this.races.follow(me, on);
        return 1;
      case "is-alive":
        this.races.follow(me, on);
        return before > 0 ? 1 : 0;
    }
  }

  #note(word: Word, isPlain: boolean): void {
    if (isPlain) word.usedPlainly = true;
    else word.usedAtomically = true;
    if (word.usedPlainly && word.usedAtomically) this.timed.add(word);
  }

  #start(me: number, on: Shared, body: ThreadBody | null): number {
    if (!body) throw new RangeError("a thread without a body");
    if (this.#stateOf(on).value !== 0) return NOT_STARTED;
    const index = this.threads.length;
    const { threadsMax = THREADS_MAX } = this.#prepared;
    if (index >= threadsMax) throw new BadProgramError(index + 1, threadsMax);
    const thread = (this.#pool[index] ??= new ThreadState(index, body, 0, on));
    Object.assign(thread, { body, kind: this.#kindOf(body), object: on });
    this.threads.push(thread);
    this.#stateOf(on).value = index + 1;
    this.writes |= STARTS;
    this.races.publish(me, on);
    this.races.follow(index, on);
    thread.reset(this.#automatonOf(thread));
    this.#resume(thread, 0);
    this.fresh.push(thread);
    return index + 1;
  }

  /** The same for threads that do the same with the same arguments. */
  #kindOf({ work, name }: ThreadBody): number {
    const key = work ?? name;
    let kind = this.#kinds.get(key);
    if (kind === undefined) this.#kinds.set(key, (kind = 1000 + this.#kinds.size));
    return kind;
  }
  readonly #kinds = new Map<string, number>();

  #follow(rule: Rule, state: ObjectState, me: number): number {
    const { edge } = rule;
    const order = typeof edge === "function" ? edge(state) : edge;
    const result = rule.apply(state, me);
    if (result !== -1) orderBy(this.races, order, state.object, me);
    return result;
  }

  #order(thread: number, object: Shared): void {
    this.races.follow(thread, object);
    this.races.publish(thread, object);
  }

  #sleep(thread: ThreadState, state: ObjectState): null {
    thread.status = "sleeping";
    thread.slept = thread.pending;
    this.real?.sleeps(thread.index);
    state.sleepers.push(thread);
    return null;
  }

  /** A thread woken from a condition asks for its lock, without a time-out; one woken from a cell goes on. */
  #wake(thread: ThreadState, answer: number): void {
    const { slept } = thread;
    thread.status = "woken";
    thread.answer = answer;
    if (!slept?.lock) return;
    const isRule = slept.lock instanceof Guarded;
    const rule = isRule ? takeBack(thread.saved) : null;
    thread.pending = { ...slept, kind: isRule ? "rule" : "acquire", on: slept.lock, timeoutMs: Infinity, rule };
  }

  #stateOf(object: Shared): ObjectState {
    const state = this.objects[object.index];
    if (!state || state.object !== object) throw new RangeError(`${object.name} belongs to another program`);
    return state;
  }
}

/** Waits for the end of a thread, however long: once that is over, it commutes with all that others do. */
function isJoining({ status, pending }: ThreadState, object: Shared | null): boolean {
  return status === "ready" && pending?.kind === "join" && pending.on === object && pending.timeoutMs === Infinity;
}

/** After a wait: the lock is held again, as often as before. */
function takeBack(saved: number): Rule {
  return {
    step: "acquire",
    edge: "follow",
    isReady: ({ value }) => value === 0,
    apply: (state) => {
      state.value = saved;
      return 1;
    },
  };
}

/** Sites of all functions of the program that were being called when an operation was asked for, the innermost first. */
export function sitesOf({ local }: Operation): readonly number[] {
  return local && "addTo" in local ? local.programSites : [];
}

/** Where in the program an operation was asked for; -1 where that isn't said. */
export function siteOf({ local }: Operation): number {
  return local && "addTo" in local ? local.programSite : -1;
}
