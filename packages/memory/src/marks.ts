import { HEAP_BYTES } from "./heap.ts";

/**
 * What a conducted round knows of each place in shared memory that is read and written plainly: what it is called, and
 * whether its accesses are decision points. So a thread finds both by one look, and says a name once.
 *
 * **Invariant**: only places between the lowest and the highest that was marked in this round have a mark.
 */

/** A mark for each byte: places are words, or single bytes. */
export const MARKS_BYTES = HEAP_BYTES * 2 + 8;
/** Of a mark; the other bits are the number of a name, see `directory.ts`. */
const PROMOTED = 2 ** 15;
const NAME = PROMOTED - 1;

export class Marks {
  readonly #marks: Uint16Array<SharedArrayBuffer>;
  /** The lowest place that was marked, as a number below 0 so that 0 stands for none, and the place after the highest. */
  readonly #range: Int32Array<SharedArrayBuffer>;

  /** @param at of `MARKS_BYTES` in `memory`. */
  constructor(memory: SharedArrayBuffer, at: number) {
    this.#range = new Int32Array(memory, at, 2);
    this.#marks = new Uint16Array(memory, at + 8, HEAP_BYTES);
  }

  /** Number of the name of the place; 0 where nobody has said it. */
  nameOf(at: number): number {
    return (this.#marks[placeOf(at)] ?? 0) & NAME;
  }

  name(at: number, text: number): void {
    const place = placeOf(at);
    this.#mark(place, ((this.#marks[place] ?? 0) & PROMOTED) | text);
  }

  isPromoted(at: number): boolean {
    return (this.#marks[placeOf(at)] ?? 0) >= PROMOTED;
  }

  promote(at: number): void {
    const place = placeOf(at);
    this.#mark(place, (this.#marks[place] ?? 0) | PROMOTED);
  }

  clear(): void {
    const [low = 0, end = 0] = this.#range;
    if (end > 0) this.#marks.fill(0, -low, end);
    this.#range.fill(0);
  }

  #mark(place: number, mark: number): void {
    const [low = 0, end = 0] = this.#range;
    if (end === 0 || place < -low) this.#range[0] = -place;
    if (place >= end) this.#range[1] = place + 1;
    this.#marks[place] = mark;
  }
}

/** A word by its address; a byte by a number below 0, as `arrays.ts` has it. */
function placeOf(at: number): number {
  return at < 0 ? -1 - at : at * 4;
}
