import { type Called, Marks, MARKS_BYTES } from "./marks.ts";
import { DOES, type Does, LAST_PASSABLE, NOTE_WORDS, type Notes, writeNote } from "./notes.ts";
import { thisThread } from "./this-thread.ts";

/**
 * A conducted round: threads of a gated round whose choices are made outside, by a conductor that searches. Whoever comes
 * to a decision point says what it is about to do, and sleeps until the conductor lets it; so the conductor knows what
 * every thread will do next before it decides. Where it has decided beforehand that a thread goes on for a while, that one
 * only writes down what it does on the way.
 *
 * **Invariant**: at most one of the conductor and all threads runs, but for a new thread on its way to its first turn.
 * Words are therefore read and written plainly, but for those that are slept on.
 * **Threads**: the conductor may be any thread that may sleep; it needs no event loop.
 */

export const CONDUCTED_MAX = 64;
const NOTES_MAX = 2048;
// Words: who waits for the conductor's word · whether all plain accesses are decision points · what was done since · a record a thread.
const ARRIVED = 0;
const NOTES = 1;
const ALL_PROMOTED = 2;
const RECORDS_AT = 3;
const RECORD_WORDS = 10;
const NOTES_AT = RECORDS_AT + CONDUCTED_MAX * RECORD_WORDS;
const WORDS = NOTES_AT + NOTES_MAX * NOTE_WORDS + 1;
// Of a record.
const TURN = 0;
const ANSWER = 1;
const DOING = 2;
const AT = 3;
const FIRST = 4;
const SECOND = 5;
/** The primitive that is waited for. */
const ON = 6;
/** Decision points that the thread may pass without asking. */
const AHEAD = 7;
// For these see `Ahead`.
const WAKES = 8;
const BEGINS = 9;
const DOUBLES_AT = Math.ceil(WORDS / 2) * 8;
const MARKS_AT = DOUBLES_AT + CONDUCTED_MAX * 8;

/** Most decision points that a thread passes without asking: it may go round without end. */
export const AHEAD_MAX = 256;

/** Decisions that are taken before a thread comes to them: it goes on there, up to one at which it could wait for another. */
export interface Ahead {
  readonly points: number;
  /** Also after it has woken or started some of these, as bits from number 1 on; otherwise only up to that. */
  readonly wakes: number;
  /** It begins: one of them is for where it starts others before its first decision point. */
  readonly begins?: boolean;
}

/** Of `wakes`: everybody. */
const ALL = -1;
const WAKES_MAX = 31;

/** It comes back at its next decision point. */
export const NOT_AHEAD: Ahead = { points: 0, wakes: 0 };

/** What a thread asks the conductor for. */
export interface Asked {
  /** One of `DOES`. */
  readonly does: number;
  /** Address of the word. */
  readonly at: number;
  readonly first: number;
  readonly second: number;
  readonly timeoutMs: number;
  readonly on: number;
}

/** Memory for a conducted round. */
export function createConduct(): SharedArrayBuffer {
  return new SharedArrayBuffer(MARKS_AT + MARKS_BYTES);
}

function viewsOf(memory: SharedArrayBuffer) {
  return {
    w: new Int32Array(memory, 0, WORDS),
    d: new Float64Array(memory, DOUBLES_AT, CONDUCTED_MAX),
    marks: new Marks(memory, MARKS_AT),
  };
}

const recordOf = (thread: number): number => RECORDS_AT + thread * RECORD_WORDS;

/** A thread's way to its conductor. */
export class Performer {
  readonly #w: Int32Array<SharedArrayBuffer>;
  readonly #d: Float64Array<SharedArrayBuffer>;
  readonly #marks: Marks;
  #lastAt = 0;

  constructor(memory: SharedArrayBuffer) {
    const { w, d, marks } = viewsOf(memory);
    this.#w = w;
    this.#d = d;
    this.#marks = marks;
  }

  /** A decision point: says what comes, and waits until it may. Answers what the conductor answers. */
  ask(does: Does, at = 0, first = 0, second = 0, timeoutMs = Infinity, on = at): number {
    this.#lastAt = at;
    const me = thisThread().number;
    if (does <= LAST_PASSABLE && this.#passes(me, does, at, first, second)) return 0;
    this.#say(me, does, at, first, second, on);
    this.#d[me] = timeoutMs;
    this.#arrive();
    return this.awaitTurn();
  }

  /** A decision point: wakes up to `count` threads parked at `at`. Answers how many. */
  unpark(at: number, count: number): number {
    return this.ask(DOES.unpark, at, count);
  }

  /** Before `unpark`, whose answer is known: whether the decision has been taken already. @param threads who wakes: the next one may be theirs. */
  passesUnpark(at: number, count: number, threads: readonly number[]): boolean {
    const me = thisThread().number;
    if (!this.#passes(me, DOES.unpark, at, count, 0)) return false;
    if (!this.#mayWake(recordOf(me), threads)) this.#w[recordOf(me) + AHEAD] = 0;
    return true;
  }

  #mayWake(r: number, threads: readonly number[]): boolean {
    const wakes = this.#w[r + WAKES] ?? 0;
    return threads.every((thread) => wakes === ALL || (thread <= WAKES_MAX && (wakes & (1 << (thread - 1))) !== 0));
  }

  /** A thread was started. It waits for its first turn; from the next decision point on it may come before this one. */
  started(thread: number, isDaemon: boolean): void {
    const r = recordOf(thisThread().number);
    this.#write(DOES.start, thread, Number(isDaemon), 0, false);
    const left = this.#w[r + AHEAD] ?? 0;
    if (!this.#mayWake(r, [thread])) this.#w[r + AHEAD] = 0;
    else if (this.#w[r + BEGINS] === 1) this.#w[r + AHEAD] = Math.max(0, left - 1);
    this.#w[r + BEGINS] = 0;
  }

  /** Whether the decision has been taken already: then what is done is only written down. */
  #passes(me: number, does: Does, at: number, first: number, second: number): boolean {
    const ahead = recordOf(me) + AHEAD;
    const left = this.#w[ahead] ?? 0;
    if (left === 0) return false;
    this.#w[ahead] = left - 1;
    this.#w[recordOf(me) + BEGINS] = 0;
    this.#write(does, at, first, second, true);
    return true;
  }

  /** Before something that is done without asking. */
  note(does: Does, at: number, value: number): void {
    this.#lastAt = at;
    this.#write(does, at, value, 0, false);
  }

  /** Whether it is known in this round what the word of the last access is called. */
  get isNamed(): boolean {
    return this.#lastAt === 0 || this.#marks.isNamed(this.#lastAt);
  }

  /** What the word of the last access is called. @param text its number. */
  name(text: number): void {
    if (this.#lastAt !== 0) this.#marks.name(this.#lastAt, text);
  }

  /** The same of an element of an array: see `Marks.nameElement`. */
  nameElement(array: number, bytes: number, text: number): void {
    if (this.#lastAt !== 0) this.#marks.nameElement(this.#lastAt, array, bytes, text);
  }

  /** Whether plain accesses to this word are decision points: it has raced. */
  isPromoted(at: number): boolean {
    return this.#marks.isPromoted(at) || this.#w[ALL_PROMOTED] === 1;
  }

  /** The last word of a thread. */
  over(does: typeof DOES.end | typeof DOES.threw): void {
    this.#say(thisThread().number, does, 0, 0, 0, 0);
    this.#arrive();
  }

  awaitTurn(me = thisThread().number): number {
    const at = recordOf(me);
    const turn = at + TURN;
    while (Atomics.compareExchange(this.#w, turn, 1, 0) !== 1) Atomics.wait(this.#w, turn, 0);
    return this.#w[at + ANSWER] ?? 0;
  }

  #write(does: Does, at: number, first: number, second: number, isPoint: boolean): void {
    const i = this.#w[NOTES] ?? 0;
    writeNote(this.#w, NOTES_AT + i * NOTE_WORDS, does, at, first, second, isPoint);
    this.#w[NOTES] = i + 1;
    if (i + 1 === NOTES_MAX) this.ask(DOES.noted, this.#lastAt);
  }

  #say(me: number, does: Does, at: number, first: number, second: number, on: number): void {
    const r = recordOf(me);
    this.#w[r + DOING] = does;
    this.#w[r + AT] = at;
    this.#w[r + FIRST] = first;
    this.#w[r + SECOND] = second;
    this.#w[r + ON] = on;
  }

  #arrive(): void {
    Atomics.store(this.#w, ARRIVED, 1);
    Atomics.notify(this.#w, ARRIVED, 1);
  }
}

/** Who lets threads go on, one at a time. */
export class Conductor {
  readonly #w: Int32Array<SharedArrayBuffer>;
  readonly #d: Float64Array<SharedArrayBuffer>;
  readonly #marks: Marks;

  /** Turns that were given so far. */
  handOvers = 0;

  constructor(memory: SharedArrayBuffer) {
    const { w, d, marks } = viewsOf(memory);
    this.#w = w;
    this.#d = d;
    this.#marks = marks;
  }

  /** Before a round, while no thread of it runs. */
  begin(): void {
    this.#w.fill(0, 0, NOTES_AT);
    this.#marks.clear();
  }

  /** All plain accesses of this round are decision points. */
  promoteAll(): void {
    this.#w[ALL_PROMOTED] = 1;
  }

  /** From now on plain accesses to this word are decision points. */
  promote(at: number): void {
    this.#marks.promote(at);
  }

  /** What a word is called, as far as somebody has said that in this round. */
  nameOf(at: number): Called {
    return this.#marks.nameOf(at);
  }

  /**
   * Lets a thread go on to its next decision point, or its end. Answers false when it did not come there in time: it goes
   * round without touching anything shared, or its worker has died.
   * @param ahead of the decision points after this one, so many are decided, see `Ahead`. Null: as many as are left of those
   * that were given to it before.
   */
  grant(thread: number, answer: number, limitMs: number, ahead: Ahead | null = NOT_AHEAD): boolean {
    this.handOvers++;
    const at = recordOf(thread);
    if (ahead !== null) {
      this.#w[at + AHEAD] = Math.min(ahead.points, AHEAD_MAX);
      this.#w[at + WAKES] = ahead.wakes;
      this.#w[at + BEGINS] = Number(ahead.begins ?? false);
    }
    this.#w[at + ANSWER] = answer;
    Atomics.store(this.#w, at + TURN, 1);
    Atomics.notify(this.#w, at + TURN); // all: a worker that was replaced may not have noticed yet
    // Without looking first whether it is there: who looks takes the core that the other one needs.
    // And again until it really is: whoever came before may have said so and be late with waking, which wakes for nothing.
    for (;;) {
      const isLate = Atomics.wait(this.#w, ARRIVED, 0, limitMs) === "timed-out";
      if (Atomics.exchange(this.#w, ARRIVED, 0) === 1) return true;
      if (isLate) return false;
    }
  }

  /** A turn that nobody took: the thread's worker is being replaced. */
  takeBack(thread: number): void {
    this.#w[recordOf(thread) + TURN] = 0;
  }

  /** What a thread that has arrived asks for. */
  asked(thread: number): Asked {
    const r = recordOf(thread);
    return {
      does: this.#w[r + DOING] ?? 0,
      at: this.#w[r + AT] ?? 0,
      first: this.#w[r + FIRST] ?? 0,
      second: this.#w[r + SECOND] ?? 0,
      timeoutMs: this.#d[thread] ?? Infinity,
      on: this.#w[r + ON] ?? 0,
    };
  }

  /** What the thread that came last did before, behind what is left of its notes. @param look is told of each. */
  takeNotes(into: Notes, look: (does: number, at: number) => void): void {
    into.take(this.#w, NOTES_AT, this.#w[NOTES] ?? 0, look);
    this.#w[NOTES] = 0;
  }
}
