import { ASYNC_WAIT_DOUBLES, ASYNC_WAIT_WORDS, AsyncWaits } from "./async-waits.ts";
import { textOf } from "./directory.ts";
import { idealCoresDoubles } from "./ideal-cores.ts";
import { SCHEDULE_DOUBLES, SCHEDULE_WORDS, ScheduleLog } from "./schedule-log.ts";

/**
 * What a gated round keeps in shared memory, and where: settings and counters, a record for each thread, the schedule,
 * asynchronous waits; then doubles. Threads: whoever has the baton, see `gate.ts`; the supervisor while nobody runs.
 */

export const GATED_MAX = 64;

/** Words at the start. */
export const WORD = {
  steps: 0,
  stepsMax: 1,
  random: 2,
  seed: 3,
  sequence: 4,
  stuck: 5,
  /** Somebody has slept with a time-out in this round. */
  timed: 7,
  /** Sections of primitives are explored step by step. */
  fine: 8,
  /** The one step at which time passes early, if it is not 0. */
  timePassesAt: 9,
  /** Ideal cores that pace the round; 0: none do. */
  cores: 10,
  /** Steps are written down with the line of the program. */
  traced: 11,
  /** No step is written down. */
  silent: 12,
} as const;

/** Words of a thread's record. */
export const THREAD = {
  turn: 0,
  condition: 1,
  waitsAt: 2,
  since: 3,
  wokenBy: 4,
  named: 5,
  daemon: 6,
  /** The primitive it waits for, where it sleeps on a word of its own. */
  waitsFor: 7,
  /** Which worker it runs on. */
  worker: 8,
  /** In a conducted round: it sleeps, and is not merely about to. */
  asleep: 9,
  /** It rests, and one of `LISTENS`. */
  listens: 10,
} as const;
const RECORD_WORDS = 11;

/** Conditions of a thread. */
export const CONDITION = {
  absent: 0,
  runnable: 1,
  parked: 2,
  meeting: 3,
  ended: 4,
  /** It has nothing to do before something comes that it awaits. */
  resting: 5,
} as const;

/** Whether a message from outside of the round could come to a thread that rests. */
export const LISTENS = {
  no: 0,
  yes: 1,
  /** It could, and none has come for a while. */
  inVain: 2,
} as const;

const THREADS_AT = 16;
const LOG_AT = THREADS_AT + GATED_MAX * RECORD_WORDS;
const ASYNC_AT = LOG_AT + SCHEDULE_WORDS;
const DOUBLES_AT = ASYNC_AT + ASYNC_WAIT_WORDS;
/** Doubles: the round's clock in milliseconds and what ideal cores need, each thread's deadline, values, deadlines of waits. */
export const NOW_MS = 0;
export const DEADLINES_AT = idealCoresDoubles(GATED_MAX);
const VALUES_AT = DEADLINES_AT + GATED_MAX;
const ASYNC_DEADLINES_AT = VALUES_AT + SCHEDULE_DOUBLES;
const DOUBLES = ASYNC_DEADLINES_AT + ASYNC_WAIT_DOUBLES;

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

/** Address of a thread's record. */
export function record(thread: number): number {
  return THREADS_AT + thread * RECORD_WORDS;
}

export class GateMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly doubles: Float64Array<SharedArrayBuffer>;
  readonly schedule: ScheduleLog;
  readonly waits: AsyncWaits;

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory, 0, DOUBLES_AT);
    this.doubles = new Float64Array(memory, DOUBLES_AT * 4, DOUBLES);
    this.schedule = new ScheduleLog(this.words, this.doubles, LOG_AT, VALUES_AT);
    this.waits = new AsyncWaits(this.words, this.doubles, ASYNC_AT, ASYNC_DEADLINES_AT);
  }

  /** Before a round; by the supervisor, while no thread runs. */
  begin(seed: number, stepsMax: number, options: GateOptions): void {
    const w = this.words;
    w.fill(0, 0, LOG_AT);
    this.doubles.fill(0, 0, VALUES_AT);
    this.schedule.clear();
    this.waits.clear();
    w[WORD.stepsMax] = stepsMax;
    w[WORD.random] = seed | 0;
    w[WORD.seed] = seed | 0;
    w[WORD.fine] = Number(options.fine ?? false);
    w[WORD.traced] = Number(options.isTraced ?? false);
    w[WORD.silent] = Number(options.isSilent ?? false);
    w[WORD.timePassesAt] = options.timePassesAt ?? 0;
    w[WORD.cores] = options.cores ?? 0;
  }

  word(at: number): number {
    return this.words[at] ?? 0;
  }

  /** Milliseconds of the round's own clock. */
  get nowMs(): number {
    return this.doubles[NOW_MS] ?? 0;
  }

  nextInSequence(): number {
    return (this.words[WORD.sequence] = this.word(WORD.sequence) + 1);
  }

  /** Mulberry-style generator, so that the round goes on with it whoever runs. */
  readonly random = (): number => {
    const state = (this.word(WORD.random) + 0x6d2b_79f5) | 0;
    this.words[WORD.random] = state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };

  /** Numbers of the threads whose record is as asked. */
  threads(keep: (recordAt: number) => boolean): number[] {
    const found: number[] = [];
    for (let thread = 1; thread < GATED_MAX; thread++) {
      const r = record(thread);
      if (this.words[r + THREAD.condition] === CONDITION.absent) break; // numbers are given without gaps
      if (keep(r)) found.push(thread);
    }
    return found;
  }

  isOver(thread: number): boolean {
    return this.words[record(thread) + THREAD.condition] === CONDITION.ended;
  }

  /** What a thread is called. */
  nameOf(thread: number): string {
    return textOf(this.word(record(thread) + THREAD.named)).slice(0, 64);
  }
}
