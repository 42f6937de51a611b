import { ASYNC_WAIT_DOUBLES, ASYNC_WAIT_WORDS, AsyncWaits, type Came } from "./async-waits.ts";
import { AtRest } from "./at-rest.ts";
import { type ChoicePolicy, SeededChoice } from "./choice.ts";
import { Performer } from "./conduct.ts";
import { numberOf, textOf } from "./directory.ts";
import { NotGatedError, TooManyThreadsError } from "./errors.ts";
import { LINK, NAME, OWNER, primitiveLinks, words } from "./heap.ts";
import { IdealCores, idealCoresDoubles, type ThreadClock } from "./ideal-cores.ts";
import { numberFirst } from "./labels.ts";
import { DOES, type Does } from "./notes.ts";
import type { Parked } from "./park.ts";
import { SCHEDULE_DOUBLES, SCHEDULE_WORDS, ScheduleLog, type Step, type ToldStep } from "./schedule-log.ts";
import { thisThread } from "./this-thread.ts";

/**
 * The gated back end: real threads, of which exactly one holds the baton. Every shared access is a decision point, at
 * which the choice policy may hand the baton on. So a seed is a schedule, it is known exactly when nobody can go on, and
 * time does not count: a time-out passes when everybody else is stuck, or earlier if the policy says so, since nothing
 * bounds how slow the others are: who takes turns by sleeping is found out.
 *
 * Invariant: at most one thread of the round is past `#awaitTurn`; all words of the gate but the turn words are touched by
 * the holder of the baton only. Threads: every worker of the program attaches to the same memory; the supervisor only
 * begins a round and reads its report. A thread that dies without `end` stops the round: the supervisor replaces workers.
 */

const THREADS_MAX = 64;
// Words of the gate: settings and counters, then a record a thread, then the schedule, then asynchronous waits.
const STEPS = 0;
const STEPS_MAX = 1;
const RANDOM = 2;
const SEED = 3;
const SEQUENCE = 4;
const STUCK = 5;
/** Somebody has slept with a time-out in this round. */
const TIMED = 7;
/** Sections of primitives are explored step by step. */
const FINE = 8;
/** The one step at which time passes early, if it is not 0. */
const TIME_PASSES_AT = 9;
/** Ideal cores that pace the round; 0: none do. */
const CORES = 10;
/** Steps are written down with the line of the program. */
const TRACED = 11;
/** No step is written down. */
const SILENT = 12;
const THREADS_AT = 16;
const RECORD_WORDS = 10;
const LOG_AT = THREADS_AT + THREADS_MAX * RECORD_WORDS;
// Words of a thread's record.
const TURN = 0;
const CONDITION = 1;
const WAITS_AT = 2;
const SINCE = 3;
const WOKEN_BY = 4;
const NAMED = 5;
const DAEMON = 6;
/** The primitive it waits for, where it sleeps on a word of its own. */
const WAITS_FOR = 7;
/** Which worker it runs on. */
const WORKER = 8;
/** In a conducted round: it sleeps, and is not merely about to. */
const ASLEEP = 9;
const ASYNC_AT = LOG_AT + SCHEDULE_WORDS;
// Doubles, behind the words: the round's clock in milliseconds and what ideal cores need, each thread's deadline, the schedule's
// values, the deadlines of asynchronous waits.
const DOUBLES_AT = ASYNC_AT + ASYNC_WAIT_WORDS;
const NOW_MS = 0;
const DEADLINES_AT = idealCoresDoubles(THREADS_MAX);
const VALUES_AT = DEADLINES_AT + THREADS_MAX;
const ASYNC_DEADLINES_AT = VALUES_AT + SCHEDULE_DOUBLES;
const DOUBLES = ASYNC_DEADLINES_AT + ASYNC_WAIT_DOUBLES;
// Conditions of a thread.
const ABSENT = 0;
const RUNNABLE = 1;
const PARKED = 2;
const MEETING = 3;
const ENDED = 4;
/** It has nothing to do before something comes that it awaits. */
const RESTING = 5;

export type StuckKind = "deadlock" | "livelock";
export interface GateReport {
  readonly stuck: StuckKind | null;
  readonly steps: number;
  readonly waiting: readonly { thread: string; on: string; heldBy: string | null; holderEnded: boolean }[];
  /** Primitives whose holder has ended. */
  readonly held: readonly { thread: string; lock: string }[];
  readonly events: readonly ToldStep[];
  /** Steps that were dropped at the front. */
  readonly truncated: number;
  /** Of a round that ideal cores paced: the time it took there, and the CPU time that each thread used. */
  readonly paced: PacedReport | null;
}

export interface PacedReport {
  readonly cores: number;
  readonly timeMs: number;
  readonly threads: readonly { readonly name: string; readonly worker: number; readonly cpuTimeMs: number }[];
}

/** What of a gated round isn't a matter of the seed. */
export interface GateOptions {
  /** Each step inside a primitive's own bookkeeping is a decision point: for exploring the primitives themselves. */
  readonly fine?: boolean;
  /** The step (from 1) at which all time-outs pass; else they pass only where nobody can go on. So that giving up can be tried at each step in turn. */
  readonly timePassesAt?: number;
  /** So many ideal cores pace the round, instead of seeded choices. */
  readonly cores?: number;
  /** Each step is told with the line of the program that asked for it, such as `bank.ts:12`. Takes time. */
  readonly isTraced?: boolean;
  /** Nobody will ask what was done: no step is written down. */
  readonly isSilent?: boolean;
}

/** Memory for a gate. */
export function createGate(): SharedArrayBuffer {
  return new SharedArrayBuffer(DOUBLES_AT * 4 + DOUBLES * 8);
}

export class Gate {
  readonly #w: Int32Array<SharedArrayBuffer>;
  readonly #d: Float64Array<SharedArrayBuffer>;
  readonly #policy: ChoicePolicy;
  readonly #onStuck: () => void;
  readonly #isMoreDue: () => boolean;
  readonly #pace: IdealCores | null;
  /** Asks the conductor; null: the choices are the policy's. */
  readonly #performer: Performer | null;
  readonly #schedule: ScheduleLog;
  /** Of all threads. */
  readonly #waits: AsyncWaits;
  /** Of the calling thread. */
  readonly #atRest = new AtRest(() => this.#rest());
  #isHushed = false;

  /**
   * @param onStuck called in the thread that finds that the round can't go on; that thread then sleeps for ever.
   * @param clock needed by who takes part in rounds that ideal cores pace.
   * @param conduct where the conductor of a conducted round is asked, see `conduct.ts`; null: the round has none.
   * @param isMoreDue whether something may come to the calling thread's event loop that no thread brings: a timer, a file.
   */
  constructor(
    memory: SharedArrayBuffer,
    onStuck: () => void,
    clock: ThreadClock = () => 0,
    conduct: SharedArrayBuffer | null = null,
    isMoreDue: () => boolean = () => false,
  ) {
    this.#isMoreDue = isMoreDue;
    this.#performer = conduct && new Performer(conduct);
    this.#w = new Int32Array(memory, 0, DOUBLES_AT);
    this.#d = new Float64Array(memory, DOUBLES_AT * 4, DOUBLES);
    this.#schedule = new ScheduleLog(this.#w, this.#d, LOG_AT, VALUES_AT);
    this.#waits = new AsyncWaits(this.#w, this.#d, ASYNC_AT, ASYNC_DEADLINES_AT);
    this.#onStuck = onStuck;
    const cores = this.#word(CORES);
    const round = { runnable: () => this.#runnable(), nextDeadlineMs: () => this.#nextDeadlineMs() };
    this.#pace = cores === 0 ? null : new IdealCores(this.#d, { threadsMax: THREADS_MAX, cores, clock, round });
    this.#policy = this.#pace ?? new SeededChoice(this.#word(SEED) >>> 0);
  }

  /** Before a round; by the supervisor, while no thread runs. */
  static begin(memory: SharedArrayBuffer, seed: number, stepsMax: number, options: GateOptions = {}): void {
    const w = new Int32Array(memory);
    w.fill(0); // the doubles too: all bits zero is 0
    w[STEPS_MAX] = stepsMax;
    w[RANDOM] = seed | 0;
    w[SEED] = seed | 0;
    w[FINE] = Number(options.fine ?? false);
    w[TRACED] = Number(options.isTraced ?? false);
    w[SILENT] = Number(options.isSilent ?? false);
    w[TIME_PASSES_AT] = options.timePassesAt ?? 0;
    w[CORES] = options.cores ?? 0;
  }

  /** Whether sections of primitives are explored step by step in this round. */
  get isFine(): boolean {
    return this.#w[FINE] === 1;
  }

  /** While hushed, this thread passes no decision points: it is inside a section that counts as one step. */
  hush(isHushed: boolean): void {
    this.#isHushed = isHushed;
  }

  /** Lets a thread take part. By the thread that starts it (the supervisor for the first, which also gets the baton). */
  admit(thread: number, name: string, { first = false, daemon = false } = {}): void {
    if (thread >= THREADS_MAX) throw new TooManyThreadsError(THREADS_MAX - 1);
    const r = record(thread);
    this.#w[r + CONDITION] = RUNNABLE;
    this.#w[r + NAMED] = numberOf(name);
    this.#w[r + DAEMON] = Number(daemon);
    this.#pace?.admit(thread);
    if (first) this.#give(thread);
  }

  /** A new thread waits here for its first turn. @param worker which it runs on. @param me its number. */
  enter(worker = 0, me = thisThread().number): void {
    if (this.#performer) this.#performer.awaitTurn(me);
    else this.#awaitTurn(me);
    this.#w[record(me) + WORKER] = worker;
    this.#pace?.begin();
  }

  /** Milliseconds of the round's own clock, which moves only when nobody can run. */
  nowMs(): number {
    return this.#d[NOW_MS] ?? 0;
  }

  /** The calling thread's function is over: what it still awaits is dropped, so that it swallows no wake-up. */
  leave(): void {
    for (const wait of this.#atRest.leave()) this.#waits.close(wait);
  }

  /** The calling thread is over; the baton goes on, unless only daemons are left: they end with the program. */
  end(hasThrown = false): void {
    if (this.#pace) this.point(); // its last stretch takes its time
    this.leave();
    const me = thisThread().number;
    this.log("end", `thread ${thisThread().name}`);
    this.#w[record(me) + CONDITION] = ENDED;
    if (this.#performer) return this.#performer.over(hasThrown ? DOES.threw : DOES.end);
    if (this.#threads((r) => this.#w[r + CONDITION] !== ENDED && this.#w[r + DAEMON] === 0).length === 0) return;
    const next = this.#next(me);
    this.#give(next);
  }

  /**
   * A decision point: another thread may run before this call returns.
   * @param does what comes, on the word at `at`, with which operands: for a conductor.
   */
  point(does: Does = DOES.other, at: number = 0, first: number = 0, second: number = 0): void {
    if (this.#performer) return this.#ask(this.#performer, does, at, first, second);
    if (this.#isHushed) return;
    const me = thisThread().number;
    this.#pace?.stop(me);
    if ((this.#w[STEPS] = this.#word(STEPS) + 1) > this.#word(STEPS_MAX)) this.#stop("livelock");
    if (this.#w[TIMED] === 1 && this.#passesTimeNow()) this.#passTime();
    const next = this.#policy.choose(me, this.#runnable(), this.#random);
    if (next !== me) {
      this.#give(next);
      this.#awaitTurn(me);
    }
    this.#pace?.begin();
  }

  /** Plain accesses, and those inside a section, are told afterwards: nobody has to decide. */
  #ask(performer: Performer, does: Does, at: number, first: number, second: number): void {
    if (does === DOES.start) return; // the thread that is started is told of when it is there
    const isPlain = does === DOES.read || does === DOES.write;
    if (this.#isHushed || (isPlain && !performer.isPromoted(at))) performer.note(does, at, first);
    else performer.ask(does, at, first, second);
  }

  /** A thread was started that waits for its first turn. For a conductor. */
  started(thread: number, isDaemon: boolean): void {
    this.#performer?.started(thread, isDaemon);
  }

  /** What a thread is called. */
  nameOf(thread: number): string {
    return textOf(this.#word(record(thread) + NAMED)).slice(0, 64);
  }

  /** What the primitive at `at` is called, and whose it is: the number of a thread, 0 where it has no holder. */
  primitiveAt(at: number): { readonly isPrimitive: boolean; readonly name: string; readonly owner: number } {
    const isPrimitive = this.#isPrimitive(at);
    return { isPrimitive, name: this.#nameAt(at), owner: isPrimitive ? (words[at + OWNER] ?? 0) : 0 };
  }

  /** @param isAsync the thread could go on meanwhile, and doesn't: for the conductor, who must not say then that it is stuck. */
  #parkAsked(performer: Performer, at: number, expected: number, timeoutMs: number, on: number, isAsync: boolean) {
    if (timeoutMs === 0) {
      performer.ask(DOES.load, at);
      return words[at] === expected ? "timed-out" : "changed";
    }
    const deadlineMs = this.nowMs() + timeoutMs;
    const r = record(thisThread().number);
    this.#w[r + CONDITION] = PARKED;
    this.#w[r + WAITS_AT] = at;
    this.#w[r + WAITS_FOR] = on;
    const answer = performer.ask(DOES.park, at, expected, Number(isAsync), timeoutMs, on);
    this.#w[r + CONDITION] = RUNNABLE;
    this.#w[r + ASLEEP] = 0;
    if (answer === 1) return "changed";
    if (answer === 2) {
      this.#d[NOW_MS] = Math.max(this.nowMs(), deadlineMs);
      return "timed-out";
    }
    this.log("wake", this.#nameAt(on));
    return "woken";
  }

  /** @param on the primitive that is waited for, where `at` is a word of the waiter's own. */
  park(at: number, expected: number, timeoutMs: number, on = at): "woken" | "changed" | "timed-out" {
    if (this.#performer) return this.#parkAsked(this.#performer, at, expected, timeoutMs, on, false);
    this.point();
    if (words[at] !== expected) return "changed";
    if (timeoutMs === 0) return "timed-out";
    const me = thisThread().number;
    this.#d[DEADLINES_AT + me] = this.nowMs() + timeoutMs;
    if (timeoutMs !== Infinity) this.#w[TIMED] = 1;
    this.log("wait", this.#nameAt(on));
    this.#w[record(me) + WAITS_FOR] = on;
    this.#sleep(PARKED, at);
    const woken = this.#w[record(me) + WOKEN_BY] === 1;
    if (woken) this.log("wake", this.#nameAt(on));
    return woken ? "woken" : "timed-out";
  }

  /**
   * As `park`, but the thread goes on, and sleeps only when it is at rest: see `#rest`.
   * @throws {TooManyWaitsError}
   */
  parkAsync(
    at: number,
    expected: number,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    on: number,
  ): Parked | Promise<Parked> {
    if (this.#performer) return this.#parkAsked(this.#performer, at, expected, timeoutMs, on, true);
    this.point();
    if (words[at] !== expected) return "changed";
    if (timeoutMs === 0) return "timed-out";
    if (this.#atRest.isOver) return new Promise(() => undefined);
    const deadlineMs = this.nowMs() + timeoutMs;
    const wait = this.#waits.open({ thread: thisThread().number, at, on, deadlineMs }, this.#nextInSequence());
    if (timeoutMs !== Infinity) this.#w[TIMED] = 1;
    this.log("wait", this.#nameAt(on));
    return this.#atRest.await(wait, signal, () => this.#come(wait, "woken"));
  }

  /**
   * The calling thread's event loop has nothing left to do. So the thread sleeps until one of the things that it awaits has
   * come, and goes on with that one alone: what else has come waits until it rests again, and others may go before that.
   */
  #rest(): void {
    const me = thisThread().number;
    this.point();
    if (!this.#waits.firstCome(me)) {
      if (!this.#isMoreDue()) this.#sleep(RESTING, 0);
      else if (this.#runnable().length === 1) this.#passTime(); // nobody else can go on
    }
    const come = this.#waits.firstCome(me);
    if (!come) return this.#goRound();
    const { on } = this.#waits.of(come.wait);
    if (come.how === "woken") this.log("wake", this.#nameAt(on));
    this.#waits.close(come.wait);
    this.#atRest.settle(come.wait, come.how);
  }

  /** The event loop goes on, for what comes from outside. That somebody has looked is no step of the program. */
  #goRound(): void {
    this.#w[STEPS] = this.#word(STEPS) - 1;
    this.#atRest.lookLater();
  }

  #come(wait: number, how: Came): void {
    this.#waits.come(wait, how, this.#nextInSequence());
    const { thread } = this.#waits.of(wait);
    if (this.#w[record(thread) + CONDITION] === RESTING) this.#wake(thread, 1);
  }

  unpark(at: number, count: number): number {
    if (this.#performer) return this.#unparkAsked(this.#performer, at, Math.min(count, 2 ** 30));
    this.point();
    const isHere = (r: number) => this.#w[r + CONDITION] === PARKED && this.#w[r + WAITS_AT] === at;
    const threads = this.#threads(isHere).map((thread) => ({
      since: this.#word(record(thread) + SINCE),
      wake: () => this.#wake(thread, 1),
    }));
    const waits = this.#waits.pending().filter((wait) => this.#waits.of(wait).at === at);
    const awaited = waits.map((wait) => ({ since: this.#waits.sinceOf(wait), wake: () => this.#come(wait, "woken") }));
    const first = [...threads, ...awaited].toSorted((a, b) => a.since - b.since).slice(0, count);
    for (const { wake } of first) wake();
    return first.length;
  }

  #unparkAsked(performer: Performer, at: number, count: number): number {
    const asleep = this.#threads((r) => this.#w[r + ASLEEP] === 1 && this.#w[r + WAITS_AT] === at);
    const first = this.#longest(asleep).slice(0, count);
    if (!performer.passesUnpark(at, count, first)) return performer.unpark(at, count);
    for (const thread of first) this.wakes(thread);
    return first.length;
  }

  /** The longest sleeper first. */
  #longest(sleepers: readonly number[]): readonly number[] {
    return sleepers.toSorted((a, b) => this.#word(record(a) + SINCE) - this.#word(record(b) + SINCE));
  }

  /** A thread sleeps where it asked for it. By its conductor. */
  sleeps(thread: number): void {
    const r = record(thread);
    this.#w[r + ASLEEP] = 1;
    this.#w[r + SINCE] = this.#nextInSequence();
    this.log("wait", this.#nameAt(this.#word(r + WAITS_FOR)), undefined, thread);
  }

  /** A thread that slept was woken, and goes on with its next turn. */
  wakes(thread: number): void {
    this.#w[record(thread) + ASLEEP] = 0;
  }

  /**
   * Waits until every thread is here, parked or over: what can be inside at once, is. Answers how many were.
   * @param place number of the meeting's name.
   */
  meet(place: number): number {
    if (this.#performer) throw new NotGatedError("overlap()");
    this.point();
    this.#sleep(MEETING, place);
    return this.#word(record(thisThread().number) + WOKEN_BY);
  }

  /** Whether a read or write has to be logged: steps are written down, or it is not known yet what its word is called. */
  get wantsName(): boolean {
    return this.#w[SILENT] !== 1 || this.#performer?.isNamed !== true;
  }

  /** Writes a step into the schedule: of the calling thread, or of the one with the number `by`. */
  log(step: Step, on: string, value?: number | boolean, by: number = thisThread().number): void {
    if (this.#pace) return; // it would count as the thread's work
    const isSilent = this.#w[SILENT] === 1;
    const isAccess = step === "read" || step === "write";
    if (isSilent && !isAccess) return;
    const named = numberOf(on);
    if (isAccess) this.#performer?.name(named);
    if (isSilent) return;
    this.#schedule.write(by, step, named, value, this.#w[TRACED] === 1);
  }

  /** Whether a thread has passed its last decision point. By the supervisor, at any time. */
  hasEnded(thread: number): boolean {
    return Atomics.load(this.#w, record(thread) + CONDITION) === ENDED;
  }

  /** How many steps have been written, and those from the `from`-th on as far as they are kept: who did what. For a conductor. */
  logged(from: number): ReturnType<ScheduleLog["since"]> {
    return this.#schedule.since(from);
  }

  /** By the supervisor, when the round is over or stuck. */
  report(): GateReport {
    const all = this.#threads(() => true);
    const nameOf = (thread: number) => this.nameOf(thread);
    const over = (thread: number) => this.#isOver(thread);
    const waiting = all
      .flatMap((thread) => this.#waitedForBy(thread).map((at) => ({ thread, at })))
      .map(({ thread, at }) => {
        const owner = this.#isPrimitive(at) ? (words[at + OWNER] ?? 0) : 0;
        return {
          thread: nameOf(thread),
          on: this.#nameAt(at),
          heldBy: owner === 0 ? null : nameOf(owner),
          holderEnded: owner !== 0 && over(owner),
        };
      });
    const held = this.#held().map((at) => ({ thread: nameOf(words[at + OWNER] ?? 0), lock: this.#nameAt(at) }));
    const { events, truncated } = this.#schedule.told(nameOf);
    const called = numberFirst([...events, ...waiting].map(({ on }) => on).concat(held.map(({ lock }) => lock)));
    const stuck = ([null, "deadlock", "livelock"] as const)[this.#word(STUCK)] ?? null;
    return {
      stuck,
      steps: this.#word(STEPS),
      waiting: waiting.map((one) => ({ ...one, on: called(one.on) })),
      held: held.map((one) => ({ ...one, lock: called(one.lock) })),
      events: events.map((event) => (event.step === "mark" ? event : { ...event, on: called(event.on) })),
      truncated,
      paced: this.#pace && {
        cores: this.#word(CORES),
        timeMs: this.nowMs(),
        threads: all.map((thread) => ({
          name: nameOf(thread),
          worker: this.#word(record(thread) + WORKER),
          cpuTimeMs: this.#pace?.usedMs(thread) ?? 0,
        })),
      },
    };
  }

  /** What a thread that can't go on waits for, each thing once. */
  #waitedForBy(thread: number): readonly number[] {
    const r = record(thread);
    if (this.#w[r + CONDITION] === PARKED) return [this.#word(r + WAITS_FOR)];
    if (this.#w[r + CONDITION] !== RESTING) return [];
    const awaited = this.#waits.pending().map((wait) => this.#waits.of(wait));
    return [...new Set(awaited.filter((wait) => wait.thread === thread).map(({ on }) => on))];
  }

  /** Whether a primitive's holder has ended. When the round is over. */
  get isAnyHeld(): boolean {
    for (const link of primitiveLinks()) if (this.#isLeft(link - LINK)) return true;
    return false;
  }

  /** Primitives whose holder has ended. */
  #held(): readonly number[] {
    return [...primitiveLinks()].map((link) => link - LINK).filter((at) => this.#isLeft(at));
  }

  #isLeft(at: number): boolean {
    const owner = words[at + OWNER] ?? 0;
    return owner !== 0 && this.#isOver(owner);
  }

  #isOver(thread: number): boolean {
    return this.#w[record(thread) + CONDITION] === ENDED;
  }

  #word(at: number): number {
    return this.#w[at] ?? 0;
  }

  #nextInSequence(): number {
    return (this.#w[SEQUENCE] = this.#word(SEQUENCE) + 1);
  }

  /** Mulberry-style generator in shared memory, so that the round goes on with it whoever runs. */
  readonly #random = (): number => {
    const state = (this.#word(RANDOM) + 0x6d2b_79f5) | 0;
    this.#w[RANDOM] = state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };

  #threads(keep: (recordAt: number) => boolean): number[] {
    const found: number[] = [];
    for (let thread = 1; thread < THREADS_MAX; thread++) {
      const r = record(thread);
      if (this.#w[r + CONDITION] === ABSENT) break; // numbers are given without gaps
      if (keep(r)) found.push(thread);
    }
    return found;
  }

  #runnable(): number[] {
    return this.#threads((r) => this.#w[r + CONDITION] === RUNNABLE);
  }

  /** Who runs after a thread that can't go on: a runnable one, else those who meet, else those whose time-out is next. */
  #next(me: number): number {
    if (this.#pace && this.#passesTimeNow()) this.#passTime();
    const runnable = this.#runnable();
    if (runnable.length > 0) return this.#policy.choose(me, runnable, this.#random);
    const meeting = this.#threads((r) => this.#w[r + CONDITION] === MEETING);
    const place = meeting[0] === undefined ? 0 : this.#word(record(meeting[0]) + WAITS_AT);
    const together = meeting.filter((thread) => this.#w[record(thread) + WAITS_AT] === place);
    for (const thread of together) this.#wake(thread, together.length);
    // What a thread awaits while it sleeps on something else may come first, and helps nobody.
    while (this.#runnable().length === 0 && this.#nextDeadlineMs() < Infinity) this.#passTime();
    const now = this.#runnable();
    if (now.length > 0) return this.#policy.choose(me, now, this.#random);
    return this.#stop("deadlock");
  }

  #passesTimeNow(): boolean {
    const passesAt = this.#word(TIME_PASSES_AT);
    return passesAt === 0 ? this.#policy.passesTime(this.#random) : this.#word(STEPS) === passesAt;
  }

  /** Time passes until the next deadline, and until later ones if the policy says so. */
  #passTime(): void {
    do {
      const deadlineMs = this.#nextDeadlineMs();
      if (!(deadlineMs < Infinity)) return;
      this.#pace?.pass(deadlineMs);
      this.#d[NOW_MS] = deadlineMs;
      for (const thread of this.#parked()) if (this.#deadlineMs(thread) === deadlineMs) this.#wake(thread, 2);
      for (const wait of this.#waits.pending())
        if (this.#waits.of(wait).deadlineMs === deadlineMs) this.#come(wait, "timed-out");
    } while (this.#passesTimeNow());
  }

  #nextDeadlineMs(): number {
    const awaited = this.#waits.pending().map((wait) => this.#waits.of(wait).deadlineMs);
    return Math.min(...awaited, ...this.#parked().map((thread) => this.#deadlineMs(thread)));
  }

  #deadlineMs(thread: number): number {
    return this.#d[DEADLINES_AT + thread] ?? Infinity;
  }

  #parked(): number[] {
    return this.#threads((r) => this.#w[r + CONDITION] === PARKED);
  }

  #sleep(condition: number, at: number): void {
    const me = thisThread().number;
    const r = record(me);
    this.#w[r + CONDITION] = condition;
    this.#w[r + WAITS_AT] = at;
    this.#w[r + SINCE] = this.#nextInSequence();
    const next = this.#next(me);
    if (next !== me) {
      this.#give(next);
      this.#awaitTurn(me);
    }
    this.#pace?.begin();
  }

  #wake(thread: number, by: number): void {
    const r = record(thread);
    this.#w[r + CONDITION] = RUNNABLE;
    this.#w[r + WOKEN_BY] = by;
    this.#pace?.admit(thread);
  }

  #give(thread: number): void {
    Atomics.store(this.#w, record(thread) + TURN, 1);
    Atomics.notify(this.#w, record(thread) + TURN, 1);
  }

  #awaitTurn(me: number): void {
    const at = record(me) + TURN;
    while (Atomics.compareExchange(this.#w, at, 1, 0) !== 1) Atomics.wait(this.#w, at, 0);
  }

  #stop(kind: StuckKind): never {
    this.#w[STUCK] = kind === "deadlock" ? 1 : 2;
    this.#onStuck();
    for (;;) Atomics.wait(this.#w, STUCK, this.#word(STUCK)); // the program is ended from outside; nothing of it runs again
  }

  #isPrimitive(at: number): boolean {
    return [...primitiveLinks()].includes(at + LINK);
  }

  #nameAt(at: number): string {
    return textOf(words[at + NAME] ?? 0);
  }
}

function record(thread: number): number {
  return THREADS_AT + thread * RECORD_WORDS;
}

/** The gate of this program; null at full speed. */
export let gate: Gate | null = null;

export function setGate(to: Gate | null): void {
  gate = to;
}
