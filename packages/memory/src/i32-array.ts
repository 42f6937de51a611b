import { BadFieldError, OutOfBoundsError } from "./errors.ts";
import { gate } from "./gate.ts";
import { HEAD_WORDS, NAME, words } from "./heap.ts";
import { numberOf, textOf } from "./directory.ts";
import { attaching, shared } from "./scope.ts";
import { registerClass, registerObject } from "./transfer.ts";

const KEY = "memory:I32Array";
const LENGTH_MAX = 2 ** 20;
/** The head's first word holds the length. */
const LENGTH = 0;

/**
 * A row of 32-bit numbers in shared memory. Reads and writes are plain: what threads do to one element at once needs a lock.
 * @example
 * const sold = new I32Array(3);
 * sold.set(0, sold.get(0) + 1);
 */
export class I32Array implements Iterable<number> {
  readonly #at: number;
  readonly #length: number;
  readonly #name: string;

  /**
   * @param length from 0 to 1,048,576; every element starts at 0.
   * @param options.name for schedules; "array" where absent.
   */
  constructor(length: number, options: { readonly name?: string } = {}) {
    if (!(Number.isInteger(length) && length >= 0 && length <= LENGTH_MAX))
      throw new BadFieldError(`An array's length is a whole number from 0 to ${LENGTH_MAX}, not ${length}.`);
    const { at, fresh } = shared(KEY, HEAD_WORDS + length);
    if (fresh) {
      words[at + LENGTH] = length;
      words[at + NAME] = numberOf(options.name ?? "array");
    }
    this.#at = at;
    this.#length = words[at + LENGTH] ?? 0;
    this.#name = textOf(words[at + NAME] ?? 0);
    registerObject(this, { module: null, name: KEY }, at);
    Object.freeze(this);
  }

  get length(): number {
    return this.#length;
  }

  /** @throws {OutOfBoundsError} */
  get(index: number): number {
    const at = this.#addressOf(index);
    gate?.point();
    const value = words[at] ?? 0;
    gate?.log("read", `${this.#name}[${index}]`, value);
    return value;
  }

  /** @throws {OutOfBoundsError} */
  set(index: number, value: number): void {
    const at = this.#addressOf(index);
    gate?.point();
    words[at] = value;
    gate?.log("write", `${this.#name}[${index}]`, value | 0);
  }

  /** A copy, read one element after another. */
  toArray(): number[] {
    return Array.from({ length: this.#length }, (_unused, i) => this.get(i));
  }

  [Symbol.iterator](): Iterator<number> {
    return this.toArray()[Symbol.iterator]();
  }

  #addressOf(index: number): number {
    if (!(Number.isInteger(index) && index >= 0 && index < this.#length))
      throw new OutOfBoundsError(this.#name, index, this.#length);
    return this.#at + HEAD_WORDS + index;
  }
}

registerClass({ module: null, name: KEY }, (at) => attaching(at, () => new I32Array(0)));
