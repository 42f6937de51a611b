import { HEAD_WORDS, HEAP_BYTES } from "./heap.ts";

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
/**
 * In place of a name: an element of an array, so many bytes long as 2 to the power of what is added. The name stands at the
 * array's head, before all of its elements. No directory has so many names.
 */
const ELEMENT = NAME - 3;

/** What a place is called: a name's number, 0 where nobody has said it; and which element of the array with that name it is. */
export interface Called {
  readonly name: number;
  readonly index: number | null;
}

export class Marks {
  readonly #marks: Uint16Array<SharedArrayBuffer>;
  /** The lowest place that was marked, as a number below 0 so that 0 stands for none, and the place after the highest. */
  readonly #range: Int32Array<SharedArrayBuffer>;

  /** @param at of `MARKS_BYTES` in `memory`. */
  constructor(memory: SharedArrayBuffer, at: number) {
    this.#range = new Int32Array(memory, at, 2);
    this.#marks = new Uint16Array(memory, at + 8, HEAP_BYTES);
  }

  isNamed(at: number): boolean {
    return this.#nameOf(placeOf(at)) !== 0;
  }

  nameOf(at: number): Called {
    const place = placeOf(at);
    const name = this.#nameOf(place);
    if (name < ELEMENT) return { name, index: null };
    let head = place;
    while (head > 0 && (this.#nameOf(head) === 0 || this.#nameOf(head) >= ELEMENT)) head--;
    return { name: this.#nameOf(head), index: (place - head - HEAD_WORDS * 4) / 2 ** (name - ELEMENT) };
  }

  #nameOf(place: number): number {
    return (this.#marks[place] ?? 0) & NAME;
  }

  name(at: number, text: number): void {
    const place = placeOf(at);
    this.#mark(place, ((this.#marks[place] ?? 0) & PROMOTED) | text);
  }

  /** @param array address of its array's head. @param bytes of each element: 1, 2, 4 or 8. */
  nameElement(at: number, array: number, bytes: number, text: number): void {
    if (text === 0) return; // there was no room for it
    this.name(array, text);
    this.name(at, ELEMENT + Math.log2(bytes));
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
