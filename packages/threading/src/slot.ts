import { packData, unpackData } from "@lockstep/memory/seam";

/**
 * A place in shared memory where one thread leaves a value for another, round by round and mostly the same again: then
 * nothing is written, and nothing is read.
 *
 * **Invariant**: a value has a version of its own, which is even; it is odd while somebody writes. Who dies meanwhile leaves
 * an odd one, and nobody takes that for what they know.
 * **Threads**: one writes at a time, and nobody reads meanwhile; each has an object of its own on the same memory.
 */
export class Slot<T> {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  readonly #isSame: (one: T, other: T) => boolean;
  /** What lies there, as long as it has this version. */
  #known: { readonly version: number; readonly value: T } | null = null;

  /**
   * @param at byte of `memory` where its `size` bytes begin; a multiple of 4.
   * @param isSame whether two values say the same, and neither can be changed by whoever gets it.
   */
  constructor(memory: SharedArrayBuffer, at: number, size: number, isSame: (one: T, other: T) => boolean) {
    this.#words = new Int32Array(memory, at, HEAD_WORDS);
    this.#bytes = new Uint8Array(memory, at + HEAD_WORDS * 4, size - HEAD_WORDS * 4);
    this.#isSame = isSame;
  }

  /** @throws {RangeError} for more than has room. */
  put(value: T): void {
    const version = this.#words[VERSION] ?? 0;
    if (this.#known?.version === version && this.#isSame(this.#known.value, value)) return;
    const data = packData(value);
    if (data.length > this.#bytes.length)
      throw new RangeError(`${data.length} bytes are more than can be handed over: ${this.#bytes.length}.`);
    this.#words[VERSION] = version | 1;
    this.#bytes.set(data);
    this.#words[LENGTH] = data.length;
    const next = ((version | 1) + 1) | 0;
    this.#words[VERSION] = next;
    this.#keep(next, value);
  }

  take(): T {
    const version = this.#words[VERSION] ?? 0;
    if (this.#known?.version === version) return this.#known.value;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `put` wrote
    const value = unpackData(this.#bytes.slice(0, this.#words[LENGTH])) as T;
    this.#keep(version, value);
    return value;
  }

  /** What could be changed is not even like itself: whoever takes it again gets another copy. */
  #keep(version: number, value: T): void {
    this.#known = this.#isSame(value, value) ? { version, value } : null;
  }
}

const VERSION = 0;
const LENGTH = 1;
const HEAD_WORDS = 2;
