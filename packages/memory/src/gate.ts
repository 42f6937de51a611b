import type { Came } from "./async-waits.ts";
import { AtRest, LISTENS_MS, NOTHING_OUTSIDE, type Outside } from "./at-rest.ts";
import { type ChoicePolicy, SeededChoice } from "./choice.ts";
import { Performer } from "./conduct.ts";
import { numberOf } from "./directory.ts";
import { NotGatedError, TooManyThreadsError } from "./errors.ts";
import {
  CONDITION,
  DEADLINES_AT,
  GATED_MAX,
  GateMemory,
  type GateOptions,
  LISTENS,
  NOW_MS,
  record,
  THREAD,
  WORD,
} from "./gate-memory.ts";
import { type GateReport, leftBehind, nameAt, primitiveAt, reportOf, type StuckKind } from "./gate-report.ts";
import { NAME, words } from "./heap.ts";
import { IdealCores, type ThreadClock } from "./ideal-cores.ts";
import { DOES, type Does } from "./notes.ts";
import type { Parked } from "./park.ts";
import type { ScheduleLog, Step } from "./schedule-log.ts";
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

export class Gate {
  readonly #memory: GateMemory;
  readonly #w: Int32Array<SharedArrayBuffer>;
  readonly #d: Float64Array<SharedArrayBuffer>;
  readonly #policy: ChoicePolicy;
  readonly #onStuck: (isSure: boolean) => void;
  readonly #outside: Outside;
  readonly #pace: IdealCores | null;
  /** Asks the conductor; null: the choices are the policy's. */
  readonly #performer: Performer | null;
  /** Of the calling thread. */
  readonly #atRest = new AtRest(() => this.#rest());
  #isHushed = false;
  /** Until when the calling thread listens to its open ports, since nobody can go on. */
  #listensUntilMs: number | null = null;

  /**
   * @param onStuck called in the thread that finds that the round can't go on; that thread then sleeps for ever. Not sure:
   * a message could still come to a port that is open.
   * @param clock needed by who takes part in rounds that ideal cores pace.
   * @param conduct where the conductor of a conducted round is asked, see `conduct.ts`; null: the round has none.
   * @param outside what may come to the calling thread's event loop that no thread brings.
   */
  constructor(
    memory: SharedArrayBuffer,
    onStuck: (isSure: boolean) => void,
    clock: ThreadClock = () => 0,
    conduct: SharedArrayBuffer | null = null,
    outside: Outside = NOTHING_OUTSIDE,
  ) {
    this.#outside = outside;
    this.#performer = conduct && new Performer(conduct);
    this.#memory = new GateMemory(memory);
    this.#w = this.#memory.words;
    this.#d = this.#memory.doubles;
    this.#onStuck = onStuck;
    const cores = this.#memory.word(WORD.cores);
    const round = { runnable: () => this.#runnable(), nextDeadlineMs: () => this.#nextDeadlineMs() };
    this.#pace = cores === 0 ? null : new IdealCores(this.#d, { threadsMax: GATED_MAX, cores, clock, round });
    this.#policy = this.#pace ?? new SeededChoice(this.#memory.word(WORD.seed) >>> 0);
  }

  /** Before a round; by the supervisor, while no thread runs. */
  static begin(memory: SharedArrayBuffer, seed: number, stepsMax: number, options: GateOptions = {}): void {
    new GateMemory(memory).begin(seed, stepsMax, options);
  }

  /** Whether sections of primitives are explored step by step in this round. */
  get isFine(): boolean {
    return this.#w[WORD.fine] === 1;
  }

  /** While hushed, this thread passes no decision points: it is inside a section that counts as one step. */
  hush(isHushed: boolean): void {
    this.#isHushed = isHushed;
  }

  /** Lets a thread take part. By the thread that starts it (the supervisor for the first, which also gets the baton). */
  admit(thread: number, name: string, { first = false, daemon = false } = {}): void {
    if (thread >= GATED_MAX) throw new TooManyThreadsError(GATED_MAX - 1);
    const r = record(thread);
    this.#w[r + THREAD.condition] = CONDITION.runnable;
    this.#w[r + THREAD.named] = numberOf(name);
    this.#w[r + THREAD.daemon] = Number(daemon);
    this.#pace?.admit(thread);
    if (first) this.#give(thread);
  }

  /** A new thread waits here for its first turn. @param worker which it runs on. @param me its number. */
  enter(worker = 0, me = thisThread().number): void {
    if (this.#performer) this.#performer.awaitTurn(me);
    else this.#awaitTurn(me);
    this.#w[record(me) + THREAD.worker] = worker;
    this.#pace?.begin();
  }

  /** Milliseconds of the round's own clock, which moves only when nobody can run. */
  nowMs(): number {
    return this.#memory.nowMs;
  }

  /** The calling thread's function is over: what it still awaits is dropped, so that it swallows no wake-up. */
  leave(): void {
    if (this.#performer) return; // there is nothing: who is led sleeps at the first thing that it awaits
    for (const wait of this.#atRest.leave()) this.#memory.waits.close(wait);
  }

  /** The calling thread is over; the baton goes on, unless only daemons are left: they end with the program. */
  end(hasThrown = false): void {
    if (this.#pace) this.point(); // its last stretch takes its time
    this.leave();
    const me = thisThread().number;
    this.log("end", `thread ${thisThread().name}`);
    this.#w[record(me) + THREAD.condition] = CONDITION.ended;
    if (this.#performer) return this.#performer.over(hasThrown ? DOES.threw : DOES.end);
    if (
      this.#memory.threads((r) => this.#w[r + THREAD.condition] !== CONDITION.ended && this.#w[r + THREAD.daemon] === 0)
        .length === 0
    )
      return;
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
    if ((this.#w[WORD.steps] = this.#memory.word(WORD.steps) + 1) > this.#memory.word(WORD.stepsMax))
      this.#stop("livelock");
    if (this.#w[WORD.timed] === 1 && this.#passesTimeNow()) this.#passTime();
    const next = this.#policy.choose(me, this.#runnable(), this.#memory.random);
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
    return this.#memory.nameOf(thread);
  }

  /** What the primitive at `at` is called, and whose it is: the number of a thread, 0 where it has no holder. */
  primitiveAt(at: number): { readonly isPrimitive: boolean; readonly name: string; readonly owner: number } {
    return primitiveAt(at);
  }

  /** @param isAsync the thread could go on meanwhile, and doesn't: for the conductor, who must not say then that it is stuck. */
  #parkAsked(performer: Performer, at: number, expected: number, timeoutMs: number, on: number, isAsync: boolean) {
    if (timeoutMs === 0) {
      performer.ask(DOES.load, at);
      return words[at] === expected ? "timed-out" : "changed";
    }
    const deadlineMs = this.nowMs() + timeoutMs;
    const r = record(thisThread().number);
    this.#w[r + THREAD.condition] = CONDITION.parked;
    this.#w[r + THREAD.waitsAt] = at;
    this.#w[r + THREAD.waitsFor] = on;
    const answer = performer.ask(DOES.park, at, expected, Number(isAsync), timeoutMs, on);
    this.#w[r + THREAD.condition] = CONDITION.runnable;
    this.#w[r + THREAD.asleep] = 0;
    if (answer === 1) return "changed";
    if (answer === 2) {
      this.#d[NOW_MS] = Math.max(this.nowMs(), deadlineMs);
      return "timed-out";
    }
    this.log("wake", nameAt(on));
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
    if (timeoutMs !== Infinity) this.#w[WORD.timed] = 1;
    this.log("wait", nameAt(on));
    this.#w[record(me) + THREAD.waitsFor] = on;
    this.#sleep(CONDITION.parked, at);
    const woken = this.#w[record(me) + THREAD.wokenBy] === 1;
    if (woken) this.log("wake", nameAt(on));
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
    const wait = this.#memory.waits.open(
      { thread: thisThread().number, at, on, deadlineMs },
      this.#memory.nextInSequence(),
    );
    if (timeoutMs !== Infinity) this.#w[WORD.timed] = 1;
    this.log("wait", nameAt(on));
    return this.#atRest.await(wait, signal, () => this.#come(wait, "woken"));
  }

  /**
   * The calling thread's event loop has nothing left to do. So the thread sleeps until one of the things that it awaits has
   * come, and goes on with that one alone: what else has come waits until it rests again, and others may go before that.
   */
  #rest(): void {
    const me = thisThread().number;
    this.point();
    if (!this.#memory.waits.firstCome(me)) {
      this.#w[record(me) + THREAD.listens] = this.#listens();
      if (!this.#outside.isDue()) this.#sleep(CONDITION.resting, 0);
      else if (this.#runnable().length === 1) this.#passTime(); // nobody else can go on
    }
    const come = this.#memory.waits.firstCome(me);
    if (!come) return this.#goRound();
    this.#listensUntilMs = null;
    const { on } = this.#memory.waits.of(come.wait);
    if (come.how === "woken") this.log("wake", nameAt(on));
    this.#memory.waits.close(come.wait);
    this.#atRest.settle(come.wait, come.how);
  }

  #listens(): number {
    if (!this.#outside.isOpen()) return LISTENS.no;
    const isInVain = this.#listensUntilMs !== null && performance.now() > this.#listensUntilMs;
    return isInVain ? LISTENS.inVain : LISTENS.yes;
  }

  /** The event loop goes on, for what comes from outside. That somebody has looked is no step of the program. */
  #goRound(): void {
    this.#w[WORD.steps] = this.#memory.word(WORD.steps) - 1;
    if (this.#w[record(thisThread().number) + THREAD.listens] === LISTENS.yes && !this.#outside.isDue())
      this.#listensUntilMs ??= performance.now() + LISTENS_MS;
    this.#atRest.lookLater();
  }

  #come(wait: number, how: Came): void {
    this.#memory.waits.come(wait, how, this.#memory.nextInSequence());
    const { thread } = this.#memory.waits.of(wait);
    if (this.#w[record(thread) + THREAD.condition] === CONDITION.resting) this.#wake(thread, 1);
  }

  unpark(at: number, count: number): number {
    if (this.#performer) return this.#unparkAsked(this.#performer, at, Math.min(count, 2 ** 30));
    this.point();
    const isHere = (r: number) =>
      this.#w[r + THREAD.condition] === CONDITION.parked && this.#w[r + THREAD.waitsAt] === at;
    const threads = this.#memory.threads(isHere).map((thread) => ({
      since: this.#memory.word(record(thread) + THREAD.since),
      wake: () => this.#wake(thread, 1),
    }));
    const waits = this.#memory.waits.pending().filter((wait) => this.#memory.waits.of(wait).at === at);
    const awaited = waits.map((wait) => ({
      since: this.#memory.waits.sinceOf(wait),
      wake: () => this.#come(wait, "woken"),
    }));
    const first = [...threads, ...awaited].toSorted((a, b) => a.since - b.since).slice(0, count);
    for (const { wake } of first) wake();
    return first.length;
  }

  #unparkAsked(performer: Performer, at: number, count: number): number {
    const asleep = this.#memory.threads((r) => this.#w[r + THREAD.asleep] === 1 && this.#w[r + THREAD.waitsAt] === at);
    const first = asleep.length === 0 ? asleep : this.#longest(asleep).slice(0, count);
    if (!performer.passesUnpark(at, count, first)) return performer.unpark(at, count);
    for (const thread of first) this.wakes(thread);
    return first.length;
  }

  /** The longest sleeper first. */
  #longest(sleepers: readonly number[]): readonly number[] {
    return sleepers.toSorted(
      (a, b) => this.#memory.word(record(a) + THREAD.since) - this.#memory.word(record(b) + THREAD.since),
    );
  }

  /** A thread sleeps where it asked for it. By its conductor. */
  sleeps(thread: number): void {
    const r = record(thread);
    this.#w[r + THREAD.asleep] = 1;
    this.#w[r + THREAD.since] = this.#memory.nextInSequence();
    this.log("wait", nameAt(this.#memory.word(r + THREAD.waitsFor)), undefined, thread);
  }

  /** A thread that slept was woken, and goes on with its next turn. */
  wakes(thread: number): void {
    this.#w[record(thread) + THREAD.asleep] = 0;
  }

  /**
   * Waits until every thread is here, parked or over: what can be inside at once, is. Answers how many were.
   * @param place number of the meeting's name.
   */
  meet(place: number): number {
    if (this.#performer) throw new NotGatedError("overlap()");
    this.point();
    this.#sleep(CONDITION.meeting, place);
    return this.#memory.word(record(thisThread().number) + THREAD.wokenBy);
  }

  /** Whether a read or write has to be logged: steps are written down, or it is not known yet what its word is called. */
  get wantsName(): boolean {
    return this.#w[WORD.silent] !== 1 || this.#performer?.isNamed !== true;
  }

  /** Writes a step into the schedule: of the calling thread, or of the one with the number `by`. */
  log(step: Step, on: string, value?: number | boolean, by: number = thisThread().number): void {
    if (this.#pace) return; // it would count as the thread's work
    const isSilent = this.#w[WORD.silent] === 1;
    const isAccess = step === "read" || step === "write";
    if (isSilent && !isAccess) return;
    const name = numberOf(on);
    if (isAccess) this.#performer?.name(name);
    if (isSilent) return;
    this.#memory.schedule.write(by, step, { name, index: null }, value, this.#w[WORD.traced] === 1);
  }

  /** The same for an element of an array, whose own name is not made for that. @param at address of the array's head. @param bytes of each element. */
  logElement(step: Step, at: number, index: number, bytes: number, value: number): void {
    if (this.#pace) return;
    const name = words[at + NAME] ?? 0;
    this.#performer?.nameElement(at, bytes, name);
    if (this.#w[WORD.silent] === 1) return;
    this.#memory.schedule.write(thisThread().number, step, { name, index }, value, this.#w[WORD.traced] === 1);
  }

  /** Whether a thread has passed its last decision point. By the supervisor, at any time. */
  hasEnded(thread: number): boolean {
    return Atomics.load(this.#w, record(thread) + THREAD.condition) === CONDITION.ended;
  }

  /** How many steps have been written, and those from the `from`-th on as far as they are kept: who did what. For a conductor. */
  logged(from: number): ReturnType<ScheduleLog["since"]> {
    return this.#memory.schedule.since(from);
  }

  /** By the supervisor, when the round is over or stuck. */
  report(): GateReport {
    return reportOf(this.#memory, this.#pace);
  }

  /** Whether a primitive's holder has ended. When the round is over. */
  get isAnyHeld(): boolean {
    return leftBehind(this.#memory).next().done !== true;
  }

  #runnable(): number[] {
    return this.#memory.threads((r) => this.#w[r + THREAD.condition] === CONDITION.runnable);
  }

  /** Who runs after a thread that can't go on: a runnable one, else those who meet, else those whose time-out is next. */
  #next(me: number): number {
    if (this.#pace && this.#passesTimeNow()) this.#passTime();
    const runnable = this.#runnable();
    if (runnable.length > 0) return this.#policy.choose(me, runnable, this.#memory.random);
    const meeting = this.#memory.threads((r) => this.#w[r + THREAD.condition] === CONDITION.meeting);
    const place = meeting[0] === undefined ? 0 : this.#memory.word(record(meeting[0]) + THREAD.waitsAt);
    const together = meeting.filter((thread) => this.#w[record(thread) + THREAD.waitsAt] === place);
    for (const thread of together) this.#wake(thread, together.length);
    // What a thread awaits while it sleeps on something else may come first, and helps nobody.
    while (this.#runnable().length === 0 && this.#nextDeadlineMs() < Infinity) this.#passTime();
    const now = this.#runnable();
    if (now.length > 0) return this.#policy.choose(me, now, this.#memory.random);
    const listening = this.#restingWho(LISTENS.yes);
    for (const thread of listening) this.#wake(thread, 1);
    if (listening.length > 0) return this.#policy.choose(me, listening, this.#memory.random);
    return this.#stop("deadlock", this.#restingWho(LISTENS.inVain).length === 0);
  }

  #restingWho(listens: number): number[] {
    return this.#memory.threads(
      (r) => this.#w[r + THREAD.condition] === CONDITION.resting && this.#w[r + THREAD.listens] === listens,
    );
  }

  #passesTimeNow(): boolean {
    const passesAt = this.#memory.word(WORD.timePassesAt);
    return passesAt === 0 ? this.#policy.passesTime(this.#memory.random) : this.#memory.word(WORD.steps) === passesAt;
  }

  /** Time passes until the next deadline, and until later ones if the policy says so. */
  #passTime(): void {
    do {
      const deadlineMs = this.#nextDeadlineMs();
      if (!(deadlineMs < Infinity)) return;
      this.#pace?.pass(deadlineMs);
      this.#d[NOW_MS] = deadlineMs;
      for (const thread of this.#parked()) if (this.#deadlineMs(thread) === deadlineMs) this.#wake(thread, 2);
      for (const wait of this.#memory.waits.pending())
        if (this.#memory.waits.of(wait).deadlineMs === deadlineMs) this.#come(wait, "timed-out");
    } while (this.#passesTimeNow());
  }

  #nextDeadlineMs(): number {
    const awaited = this.#memory.waits.pending().map((wait) => this.#memory.waits.of(wait).deadlineMs);
    return Math.min(...awaited, ...this.#parked().map((thread) => this.#deadlineMs(thread)));
  }

  #deadlineMs(thread: number): number {
    return this.#d[DEADLINES_AT + thread] ?? Infinity;
  }

  #parked(): number[] {
    return this.#memory.threads((r) => this.#w[r + THREAD.condition] === CONDITION.parked);
  }

  #sleep(condition: number, at: number): void {
    const me = thisThread().number;
    const r = record(me);
    this.#w[r + THREAD.condition] = condition;
    this.#w[r + THREAD.waitsAt] = at;
    this.#w[r + THREAD.since] = this.#memory.nextInSequence();
    const next = this.#next(me);
    if (next !== me) {
      this.#give(next);
      this.#awaitTurn(me);
    }
    this.#pace?.begin();
  }

  #wake(thread: number, by: number): void {
    const r = record(thread);
    this.#w[r + THREAD.condition] = CONDITION.runnable;
    this.#w[r + THREAD.wokenBy] = by;
    this.#pace?.admit(thread);
  }

  #give(thread: number): void {
    Atomics.store(this.#w, record(thread) + THREAD.turn, 1);
    Atomics.notify(this.#w, record(thread) + THREAD.turn, 1);
  }

  #awaitTurn(me: number): void {
    const at = record(me) + THREAD.turn;
    while (Atomics.compareExchange(this.#w, at, 1, 0) !== 1) Atomics.wait(this.#w, at, 0);
  }

  #stop(kind: StuckKind, isSure: boolean = true): never {
    this.#w[WORD.stuck] = kind === "deadlock" ? 1 : 2;
    this.#onStuck(isSure);
    for (;;) Atomics.wait(this.#w, WORD.stuck, this.#memory.word(WORD.stuck)); // the program is ended from outside; nothing of it runs again
  }
}

/** The gate of this program; null at full speed. */
export let gate: Gate | null = null;

export function setGate(to: Gate | null): void {
  gate = to;
}
