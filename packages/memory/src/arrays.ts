import { numberOf, textOf } from "./directory.ts";
import { BadFieldError, OutOfBoundsError } from "./errors.ts";
import { gate } from "./gate.ts";
import { bytes, doubles, HEAD_WORDS, NAME, words } from "./heap.ts";
import { DOES } from "./notes.ts";
import { attaching, shared } from "./scope.ts";
import { registerClass, registerObject } from "./transfer.ts";

const LENGTH_MAX = 2 ** 20;
/** The head's first word holds the length. */
const LENGTH = 0;

/** A row of numbers in shared memory. Reads and writes are plain: what threads do to one element at once needs a lock. */
export interface NumberArray extends Iterable<number> {
  readonly length: number;
  /** @throws {OutOfBoundsError} */
  get(index: number): number;
  /** @throws {OutOfBoundsError} */
  set(index: number, value: number): void;
  /** A copy, read one element after another. */
  toArray(): number[];
}

/** @param length from 0 to 1,048,576; every element starts at 0. `options.name` is for schedules; "array" where absent. */
export type NumberArrayClass = new (length: number, options?: { readonly name?: string }) => NumberArray;

/** Elements of one kind: how they lie behind the first word. */
interface Elements {
  readonly bytes: number;
  read(firstWord: number, index: number): number;
  write(firstWord: number, index: number, value: number): void;
}

function arrayOf(kind: string, elements: Elements): NumberArrayClass {
  /** What a conductor knows an element by: its word, or a number below 0 where several elements share one. */
  const wordOf = (first: number, index: number) =>
    elements.bytes < 4 ? -1 - first * 4 - index : first + (index * elements.bytes) / 4;
  class Row implements NumberArray {
    readonly #at: number;
    readonly #length: number;
    readonly #name: string;

    constructor(length: number, options: { readonly name?: string } = {}) {
      if (!(Number.isInteger(length) && length >= 0 && length <= LENGTH_MAX))
        throw new BadFieldError(`An array's length is a whole number from 0 to ${LENGTH_MAX}, not ${length}.`);
      const named = numberOf(options.name ?? "array");
      const { at } = shared(kind, HEAD_WORDS + Math.ceil((length * elements.bytes) / 4), (made) => {
        words[made + LENGTH] = length;
        words[made + NAME] = named;
      });
      this.#at = at;
      this.#length = words[at + LENGTH] ?? 0;
      this.#name = textOf(words[at + NAME] ?? 0);
      registerObject(this, { module: null, name: kind }, at);
      Object.freeze(this);
    }

    get length(): number {
      return this.#length;
    }

    get(index: number): number {
      const first = this.#firstWord(index);
      gate?.point(DOES.read, wordOf(first, index));
      const value = elements.read(first, index);
      if (gate?.wantsName) gate.logElement("read", this.#at, index, elements.bytes, value);
      return value;
    }

    set(index: number, value: number): void {
      const first = this.#firstWord(index);
      if (typeof value !== "number") throw new BadFieldError(`${this.#name} holds numbers, not a ${typeof value}.`);
      gate?.point(DOES.write, wordOf(first, index));
      elements.write(first, index, value);
      if (gate?.wantsName) gate.logElement("write", this.#at, index, elements.bytes, elements.read(first, index));
    }

    toArray(): number[] {
      return Array.from({ length: this.#length }, (_unused, i) => this.get(i));
    }

    [Symbol.iterator](): Iterator<number> {
      return this.toArray()[Symbol.iterator]();
    }

    #firstWord(index: number): number {
      if (!(Number.isInteger(index) && index >= 0 && index < this.#length))
        throw new OutOfBoundsError(this.#name, index, this.#length);
      return this.#at + HEAD_WORDS;
    }
  }
  registerClass({ module: null, name: kind }, (at) => attaching(at, () => new Row(0)));
  return Row;
}

/**
 * A row of 32-bit numbers with sign in shared memory; other numbers wrap around.
 * @example
 * const sold = new I32Array(3);
 * sold.set(0, sold.get(0) + 1);
 */
export const I32Array: NumberArrayClass = arrayOf("memory:I32Array", {
  bytes: 4,
  read: (first, index) => words[first + index] ?? 0,
  write: (first, index, value) => {
    words[first + index] = value;
  },
});
export type I32Array = NumberArray;

/** A row of doubles in shared memory. */
export const F64Array: NumberArrayClass = arrayOf("memory:F64Array", {
  bytes: 8,
  read: (first, index) => doubles[first / 2 + index] ?? 0,
  write: (first, index, value) => {
    doubles[first / 2 + index] = value;
  },
});

export type F64Array = NumberArray;

/** A row of bytes in shared memory; other numbers wrap around. */
export const U8Array: NumberArrayClass = arrayOf("memory:U8Array", {
  bytes: 1,
  read: (first, index) => bytes[first * 4 + index] ?? 0,
  write: (first, index, value) => {
    bytes[first * 4 + index] = value;
  },
});
export type U8Array = NumberArray;
