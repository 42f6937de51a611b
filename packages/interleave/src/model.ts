import { isJoining, waysOf } from "./abilities.ts";
import { Automata } from "./automata.ts";
import { NondeterminismError } from "./automaton.ts";
import { bit, Effects, NOT_STARTED } from "./effects.ts";
import type { Hash } from "./hash.ts";
import { Memory } from "./memory.ts";
import type { ModelStep } from "./model-step.ts";
import { newState, type ObjectState } from "./object-state.ts";
import {
  BadProgramError,
  type Prepared,
  type Program,
  type RealSide,
  type ThreadBody,
  THREADS_MAX,
} from "./program.ts";
import { RaceDetector } from "./race-detector.ts";
import { overValue, RealWord, type Shared } from "./shared.ts";
import { restoreState, savedState, type SavedState } from "./saved-state.ts";
import { stateKey } from "./state-key.ts";
import { ThreadState } from "./thread-state.ts";
import { leaveLine } from "./waiting-line.ts";
import { chosenIn, packed, TIME_OUT } from "./ways.ts";

export { GO, SPURIOUS, TIME_OUT } from "./ways.ts";

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
  /** Real threads begin when they are chosen first; otherwise as soon as they are started. */
  beginsLate = true;
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
  /** Told of each operation that was carried out, before the thread runs on. `result` is null where the thread fell asleep or wakes. */
  onStep: ((step: ModelStep) => void) | null = null;

  readonly #effects = new Effects(this);
  readonly #memory = new Memory();
  readonly #automata: Automata;

  /**
   * @param options.remembers threads are run once for each thing that they can do, and what they did is remembered. False where absent.
   * @throws {BadProgramError}
   */
  constructor(program: Program, { remembers = false }: { readonly remembers?: boolean } = {}) {
    this.#automata = new Automata(this.#memory, remembers);
    const memory = this.#memory;
    memory.onMade = (object, initial) => this.#make(object, initial);
    memory.valueOf = this.valueOf;
    memory.onDone = (thread, word, kind, isPlain) => {
      this.steps++;
      this.#effects.done(thread, word, kind, isPlain);
    };
    memory.onStarted = (by, thread, body) => {
      this.steps++;
      this.writes |= bit(thread);
      this.start(by, thread, body);
    };
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
      if (state.content.length > 0) state.content = [];
      if (state.sleepers.length > 0) state.sleepers.length = 0;
      // Another run may have something else at the same address.
      if (state.object instanceof RealWord) state.object.usedPlainly = state.object.usedAtomically = false;
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
    const first = this.#pool.slice(0, this.#prepared.threads.length);
    this.threads.push(...first);
    // Real ones may start others before their first operation.
    for (const thread of first) {
      thread.reset(this.#automata.of(thread));
      this.#begin(thread);
    }
  }

  /** A real thread costs a hand-over less where it comes to its first decision point only when that decision is taken. */
  #begin(thread: ThreadState): void {
    if (this.real && this.beginsLate) thread.hasBegun = false;
    else this.#resume(thread, 0);
  }

  /** A thread that has not begun does so, up to its first operation. */
  beginLate(thread: ThreadState): void {
    thread.hasBegun = true;
    this.#resume(thread, 0);
  }

  /** A word of real memory is called as it is in this run. */
  learnName(object: Shared): void {
    if (object instanceof RealWord) object.name = object.real.name() || object.name;
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
    return this.#automata.remembers ? savedState(this) : null;
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
    this.#automata.forget();
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

  /** How often a thread was run for something that it had never done before. */
  get news(): number {
    return this.#automata.news;
  }

  get hasTurned(): boolean {
    return this.#prepared.hasTurned?.() ?? false;
  }

  valueOf = (object: Shared): number => this.stateOf(object).value;

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

  /** The ways in which the thread can go on now, as bits; 0 where it can't. */
  ways(thread: ThreadState, spuriousLeft: number): number {
    return waysOf(this, thread, spuriousLeft);
  }

  /** Carries out the thread's next operation, and runs it up to the one after. */
  step(thread: ThreadState, way: number): void {
    this.steps++;
    const { pending } = thread;
    if (!pending) throw new RangeError(`thread ${thread.index} is over`);
    const chosen = chosenIn(way);
    if ((chosen?.how ?? way) === TIME_OUT) this.nowMs = Math.max(this.nowMs, thread.deadlineMs);
    if (thread.status === "sleeping") {
      leaveLine(this.stateOf(pending.on), thread);
      this.writes |= bit(pending.on);
      this.onStep?.({ thread, operation: pending, way, result: null });
      this.#effects.wake(
        thread,
        way === TIME_OUT ? (pending.kind === "park" ? 2 : 0) : pending.kind === "park" ? 0 : 1,
      );
    } else if (thread.status === "woken" && pending.kind === "park") this.#resume(thread, thread.answer);
    else if (chosen) {
      const { alternative, how } = chosen;
      const operation = pending.alternatives?.[alternative];
      if (!operation) throw new RangeError(`there is no alternative ${alternative}`);
      const result = this.#effects.apply(thread, operation, how) ?? 0;
      this.onStep?.({ thread, operation: { ...operation, local: operation.local ?? pending.local }, way: how, result });
      // How long it has waited is known only where time is no free choice.
      const elapsedMs = this.isPatient ? this.nowMs - (thread.deadlineMs - pending.timeoutMs) : 0;
      this.#resume(thread, packed({ alternative, result, elapsedMs: Number.isFinite(elapsedMs) ? elapsedMs : 0 }));
    } else {
      const result = this.#effects.apply(thread, pending, way);
      this.onStep?.({ thread, operation: pending, way, result });
      if (result !== null) this.#resume(thread, thread.slept ? thread.answer : result);
    }
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
      this.stateOf(thread.object).value = overValue(thread.index, this.#prepared.numberOf?.(thread.result) ?? 0);
      this.writes |= bit(thread.object);
      this.races.publish(thread.index, thread.object);
      this.fresh.push(...this.threads.filter((other) => isJoining(other, thread.object)));
    }
  }

  /** A thread begins. Answers its number, from 1. */
  start(me: number, on: Shared, body: ThreadBody | null): number {
    if (!body) throw new RangeError("a thread without a body");
    if (this.stateOf(on).value !== 0) return NOT_STARTED;
    const index = this.threads.length;
    const { threadsMax = THREADS_MAX } = this.#prepared;
    if (index >= threadsMax) throw new BadProgramError(index + 1, threadsMax);
    const thread = (this.#pool[index] ??= new ThreadState(index, body, 0, on));
    Object.assign(thread, { body, kind: this.#automata.kindOf(body), object: on });
    this.threads.push(thread);
    this.stateOf(on).value = index + 1;
    this.writes |= STARTS;
    this.races.publish(me, on);
    this.races.follow(index, on);
    thread.reset(this.#automata.of(thread));
    this.#begin(thread);
    this.fresh.push(thread);
    return index + 1;
  }

  stateOf(object: Shared): ObjectState {
    const state = this.objects[object.index];
    if (!state || state.object !== object) throw new RangeError(`${object.name} belongs to another program`);
    return state;
  }
}
