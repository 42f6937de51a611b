import type { ChoicePolicy } from "./choice.ts";

/** CPU time of the calling thread in milliseconds, exact at every call. */
export type ThreadClock = () => number;

/** What the gate tells about the round. */
interface Round {
  runnable(): readonly number[];
  /** Of the sleeper whose time-out comes first; Infinity where there is none. */
  nextDeadlineMs(): number;
}

/** Of a thread that has been let go on and has not said yet what its next stretch costs. */
const UNKNOWN = -1;
/** Looks at the clock from which its own cost is taken. It counts microseconds, and a look takes about one. */
const CALIBRATION_LOOKS = 64;

/** Doubles that a round on ideal cores needs, for so many threads: its clock, then of each thread what is left of its stretch and what it has used. */
export const idealCoresDoubles = (threads: number): number => 1 + 2 * threads;

/**
 * Paces a gated round as p ideal cores would: real threads run one at a time, each stretch between two shared accesses is
 * measured by the thread's own exact CPU time, and an access takes place when, on p cores shared evenly by whoever can
 * run, that stretch would have come to its end. So the round's clock shows the time that the program would take there,
 * whatever else the machine does, also where it has fewer cores.
 *
 * Stretches that run at once do not touch what is shared, so the order in which they really run changes nothing. Cores are
 * shared like a fluid: with n threads on p cores each gets min(1, p ÷ n) of one. Wake-ups and switches are free.
 *
 * Invariant: all of its memory but the private clock is touched by the holder of the baton only. Source: direct-execution
 * simulation as in the Wisconsin Wind Tunnel (Reinhardt et al., 1993), with processor sharing.
 */
export class IdealCores implements ChoicePolicy {
  readonly #d: Float64Array<SharedArrayBuffer>;
  readonly #threadsMax: number;
  readonly #cores: number;
  readonly #clock: ThreadClock;
  readonly #round: Round;
  readonly #lookMs: number;
  #sinceMs = 0;
  /** A stretch that was shorter than the clock's grain, or than a look: taken off the next one, or many short ones would add up to much. */
  #owedMs = 0;

  constructor(
    memory: Float64Array<SharedArrayBuffer>,
    options: {
      readonly threadsMax: number;
      readonly cores: number;
      readonly clock: ThreadClock;
      readonly round: Round;
    },
  ) {
    this.#d = memory;
    this.#threadsMax = options.threadsMax;
    this.#cores = options.cores;
    this.#clock = options.clock;
    this.#round = options.round;
    const begin = this.#clock();
    let end = begin;
    for (let look = 0; look < CALIBRATION_LOOKS; look++) end = this.#clock();
    this.#lookMs = (end - begin) / CALIBRATION_LOOKS;
  }

  /** The round's time. */
  get nowMs(): number {
    return this.#d[0] ?? 0;
  }

  usedMs(thread: number): number {
    return this.#d[1 + this.#threadsMax + thread] ?? 0;
  }

  /** A thread takes part from now on. */
  admit(thread: number): void {
    this.#d[1 + thread] = UNKNOWN;
  }

  /** The calling thread goes on: its next stretch begins here. */
  begin(): void {
    this.#sinceMs = this.#clock();
  }

  /** Its stretch is over, and has cost so much. */
  stop(thread: number): void {
    const measuredMs = this.#clock() - this.#sinceMs - this.#lookMs + this.#owedMs;
    const costMs = Math.max(0, measuredMs);
    this.#owedMs = measuredMs - costMs;
    this.#d[1 + thread] = costMs;
    this.#d[1 + this.#threadsMax + thread] = this.usedMs(thread) + costMs;
  }

  /** Whoever's stretch is not known yet, to learn it; else whoever's ends first, and the time with it. */
  choose(_current: number, runnable: readonly number[]): number {
    const next = runnable.find((thread) => this.#left(thread) === UNKNOWN) ?? this.#first(runnable);
    if (this.#left(next) !== UNKNOWN) this.pass(this.#endOf(next, runnable.length));
    this.#d[1 + next] = UNKNOWN;
    return next;
  }

  /** Whether a sleeper's time-out comes before any stretch ends. */
  passesTime(): boolean {
    const runnable = this.#round.runnable();
    if (runnable.length === 0 || runnable.some((thread) => this.#left(thread) === UNKNOWN)) return false;
    return this.#round.nextDeadlineMs() <= this.#endOf(this.#first(runnable), runnable.length);
  }

  /** Time passes until then for everybody who can run. */
  pass(untilMs: number): void {
    const runnable = this.#round.runnable();
    const doneMs = Math.max(0, untilMs - this.nowMs) * this.#share(runnable.length);
    for (const thread of runnable) {
      const leftMs = this.#left(thread);
      if (leftMs !== UNKNOWN) this.#d[1 + thread] = Math.max(0, leftMs - doneMs);
    }
    this.#d[0] = Math.max(this.nowMs, untilMs);
  }

  #first(runnable: readonly number[]): number {
    return runnable.reduce((first, thread) => (this.#left(thread) < this.#left(first) ? thread : first));
  }

  #endOf(thread: number, runnable: number): number {
    return this.nowMs + this.#left(thread) / this.#share(runnable);
  }

  #share(runnable: number): number {
    return Math.min(1, this.#cores / Math.max(1, runnable));
  }

  #left(thread: number): number {
    return this.#d[1 + thread] ?? UNKNOWN;
  }
}
