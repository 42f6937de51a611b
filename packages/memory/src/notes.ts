/**
 * What threads of a conducted round do, as numbers: at each decision point and each access one is written down, so they are
 * read and written without making anything.
 */

/** What a thread is about to do at a decision point, or has done. Up to `write`, whoever does it waits for nobody, wakes nobody and starts nobody. */
export const DOES = {
  other: 0,
  load: 1,
  store: 2,
  add: 3,
  exchange: 4,
  compareExchange: 5,
  section: 6,
  read: 7,
  write: 8,
  park: 9,
  unpark: 10,
  /** Only noted: the thread with the number `at` waits for its first turn, `first` is 1 for a daemon. */
  start: 11,
  // For the conductor alone. The last one: there is no room left to write down what it does, so others may come, too.
  end: 12,
  threw: 13,
  noted: 14,
} as const;
export type Does = (typeof DOES)[keyof typeof DOES];

/** It can be decided before it is known. For `unpark` see `Performer`. */
export const LAST_PASSABLE = DOES.write;

/** Words of a note: what was done, and whether that was a decision point · the word's address · both operands. */
export const NOTE_WORDS = 4;
const POINT = 32;

export function writeNote(
  to: Int32Array,
  i: number,
  does: Does,
  at: number,
  first: number,
  second: number,
  isPoint: boolean,
): void {
  to[i] = isPoint ? does | POINT : does;
  to[i + 1] = at;
  to[i + 2] = first;
  to[i + 3] = second;
}

/** What one thread did without asking, the earliest first, on its way to the search: that looks at one after another. */
export class Notes {
  #words = new Int32Array(64 * NOTE_WORDS);
  #end = 0;
  /** Of the note that is looked at. */
  #at = -NOTE_WORDS;

  /** Nothing is left. */
  clear(): void {
    this.#end = 0;
    this.#at = -NOTE_WORDS;
  }

  /** Takes `count` notes that lie at `at`, behind those that are left. @param look is told of each. */
  take(from: Int32Array, at: number, count: number, look: (does: number, at: number) => void): void {
    if (this.#at + NOTE_WORDS === this.#end) this.clear();
    const length = count * NOTE_WORDS;
    if (this.#end + length > this.#words.length) {
      const larger = new Int32Array((this.#end + length) * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    for (let i = 0; i < length; i++) this.#words[this.#end + i] = from[at + i] ?? 0;
    for (let i = at; i < at + length; i += NOTE_WORDS) look((from[i] ?? 0) & ~POINT, from[i + 1] ?? 0);
    this.#end += length;
  }

  /** Goes to the next one; answers whether there is one. */
  next(): boolean {
    if (this.#at + NOTE_WORDS >= this.#end) return false;
    this.#at += NOTE_WORDS;
    return true;
  }

  /** It was a decision point, and decided before. */
  get isPoint(): boolean {
    return ((this.#words[this.#at] ?? 0) & POINT) !== 0;
  }

  get does(): number {
    return (this.#words[this.#at] ?? 0) & ~POINT;
  }

  /** Address of the word. */
  get at(): number {
    return this.#words[this.#at + 1] ?? 0;
  }

  get first(): number {
    return this.#words[this.#at + 2] ?? 0;
  }

  get second(): number {
    return this.#words[this.#at + 3] ?? 0;
  }
}
