import { TooManyWaitsError } from "./errors.ts";

/**
 * Asynchronous waits of all threads of a gated round: a thread may have any number of them, and goes on meanwhile.
 *
 * **Invariant**: a wait is pending until somebody wakes it or its time is over; from then on it has come, and nobody else's
 * wake-up goes to it. Its place is given back by its own thread.
 * **Threads**: whoever has the baton; the supervisor reads when the round is over.
 */

const WAITS_MAX = 512;
/** Places that may be in use. One more, so that doubles can come next. */
const HEAD_WORDS = 2;
const WORDS_EACH = 6;
export const ASYNC_WAIT_WORDS = HEAD_WORDS + WAITS_MAX * WORDS_EACH;
/** Their deadlines. */
export const ASYNC_WAIT_DOUBLES = WAITS_MAX;
// Of a wait.
const STATE = 0;
const THREAD = 1;
const AT = 2;
const ON = 3;
/** Its place among all that began to wait; once it has come, among all that came. */
const SINCE = 4;
// States.
const FREE = 0;
const PENDING = 1;
const WOKEN = 2;
const TIMED_OUT = 3;

/** How a wait ended. */
export type Came = "woken" | "timed-out";

/** What is waited for, and until when. */
export interface AsyncWait {
  readonly thread: number;
  /** Address of the word. */
  readonly at: number;
  /** Address of the primitive. */
  readonly on: number;
  /** On the round's clock. */
  readonly deadlineMs: number;
}

export class AsyncWaits {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #doubles: Float64Array<SharedArrayBuffer>;
  readonly #at: number;
  readonly #deadlinesAt: number;

  /** @param at where its words begin. @param deadlinesAt where its doubles begin. */
  constructor(
    words: Int32Array<SharedArrayBuffer>,
    doubles: Float64Array<SharedArrayBuffer>,
    at: number,
    deadlinesAt: number,
  ) {
    this.#words = words;
    this.#doubles = doubles;
    this.#at = at;
    this.#deadlinesAt = deadlinesAt;
  }

  /** Before a round. */
  clear(): void {
    this.#words.fill(0, this.#at, this.#at + HEAD_WORDS + this.#count * WORDS_EACH);
  }

  /** Answers the number of a new wait. @param since grows from wait to wait. @throws {TooManyWaitsError} */
  open({ thread, at, on, deadlineMs }: AsyncWait, since: number): number {
    let wait = 0;
    while (this.#word(wait, STATE) !== FREE) wait++;
    if (wait >= WAITS_MAX) throw new TooManyWaitsError(WAITS_MAX);
    this.#words[this.#at] = Math.max(this.#count, wait + 1);
    const to = this.#at + HEAD_WORDS + wait * WORDS_EACH;
    this.#words[to + STATE] = PENDING;
    this.#words[to + THREAD] = thread;
    this.#words[to + AT] = at;
    this.#words[to + ON] = on;
    this.#words[to + SINCE] = since;
    this.#doubles[this.#deadlinesAt + wait] = deadlineMs;
    return wait;
  }

  /** Those that nothing has come for yet, the one that waits longest first. */
  pending(): readonly number[] {
    return this.#all(PENDING);
  }

  of(wait: number): AsyncWait {
    return {
      thread: this.#word(wait, THREAD),
      at: this.#word(wait, AT),
      on: this.#word(wait, ON),
      deadlineMs: this.#doubles[this.#deadlinesAt + wait] ?? Infinity,
    };
  }

  /** Where it began to wait, among all. */
  sinceOf(wait: number): number {
    return this.#word(wait, SINCE);
  }

  /** It has come, if nothing had come for it. @param since grows with each that comes. */
  come(wait: number, how: Came, since: number): void {
    if (this.#word(wait, STATE) !== PENDING) return;
    const to = this.#at + HEAD_WORDS + wait * WORDS_EACH;
    this.#words[to + STATE] = how === "woken" ? WOKEN : TIMED_OUT;
    this.#words[to + SINCE] = since;
  }

  /** Of what has come for this thread, what came first; null: nothing has. */
  firstCome(thread: number): { readonly wait: number; readonly how: Came } | null {
    const isMine = (wait: number) => this.#word(wait, THREAD) === thread;
    const [woken] = this.#all(WOKEN).filter(isMine);
    const [timedOut] = this.#all(TIMED_OUT).filter(isMine);
    const isWoken = woken !== undefined && !(timedOut !== undefined && this.sinceOf(timedOut) < this.sinceOf(woken));
    if (isWoken) return { wait: woken, how: "woken" };
    return timedOut === undefined ? null : { wait: timedOut, how: "timed-out" };
  }

  /** Gives a wait's place back. */
  close(wait: number): void {
    this.#words[this.#at + HEAD_WORDS + wait * WORDS_EACH + STATE] = FREE;
    let count = this.#count;
    while (count > 0 && this.#word(count - 1, STATE) === FREE) count--;
    this.#words[this.#at] = count;
  }

  #all(state: number): readonly number[] {
    const count = this.#count;
    if (count === 0) return NONE;
    const found: number[] = [];
    for (let wait = 0; wait < count; wait++) if (this.#word(wait, STATE) === state) found.push(wait);
    return found.toSorted((a, b) => this.sinceOf(a) - this.sinceOf(b));
  }

  get #count(): number {
    return this.#words[this.#at] ?? 0;
  }

  #word(wait: number, word: number): number {
    if (wait >= WAITS_MAX) return FREE;
    return this.#words[this.#at + HEAD_WORDS + wait * WORDS_EACH + word] ?? 0;
  }
}

const NONE: readonly number[] = [];
