import { numberOf, textOf } from "./directory.ts";
import { BadFieldError, TooLongError } from "./errors.ts";
import { gate } from "./gate.ts";
import { bytes, HEAD_WORDS, NAME, words } from "./heap.ts";
import { DOES } from "./notes.ts";
import { attaching, shared } from "./scope.ts";
import { registerClass, registerObject } from "./transfer.ts";

const CAPACITY_MAX = 2 ** 20;
// Words of the head.
const LENGTH = 0;
const CAPACITY = 1;

/**
 * A value of changing size in shared memory, of up to as many bytes as it was made for. It is read and written as a whole,
 * plainly: whoever reads while another writes may find a mixture, so that needs a lock.
 */
export interface Box<T> {
  /** A copy. Null before anything was put in. */
  get(): T | null;
  /** @throws {TooLongError} for more bytes than there is room. */
  set(value: T): void;
  readonly capacityBytes: number;
}

/** @param capacityBytes from 1 to 1,048,576. `options.name` is for schedules. */
export type BoxClass<T> = new (capacityBytes: number, options?: { readonly name?: string }) => Box<T>;

function boxOf<T>(kind: string, encode: (value: T) => Uint8Array, decode: (data: Uint8Array) => T): BoxClass<T> {
  class SharedBox implements Box<T> {
    readonly #at: number;

    constructor(capacityBytes: number, options: { readonly name?: string } = {}) {
      if (!(Number.isInteger(capacityBytes) && capacityBytes >= 1 && capacityBytes <= CAPACITY_MAX))
        throw new BadFieldError(
          `A capacity is a whole number of bytes from 1 to ${CAPACITY_MAX}, not ${capacityBytes}.`,
        );
      const named = numberOf(options.name ?? kind.replace("memory:", ""));
      const { at } = shared(kind, HEAD_WORDS + Math.ceil(capacityBytes / 4), (made) => {
        words[made + LENGTH] = -1;
        words[made + CAPACITY] = capacityBytes;
        words[made + NAME] = named;
      });
      this.#at = at;
      registerObject(this, { module: null, name: kind }, at);
      Object.freeze(this);
    }

    get capacityBytes(): number {
      return words[this.#at + CAPACITY] ?? 0;
    }

    get(): T | null {
      gate?.point(DOES.read, this.#at + HEAD_WORDS);
      if (gate?.wantsName) gate.log("read", this.#name);
      const length = words[this.#at + LENGTH] ?? -1;
      if (length < 0) return null;
      const from = (this.#at + HEAD_WORDS) * 4;
      return decode(bytes.slice(from, from + length)); // a copy: decoders refuse shared memory
    }

    set(value: T): void {
      const data = encode(value);
      if (data.length > this.capacityBytes) throw new TooLongError(this.#name, data.length, this.capacityBytes);
      gate?.point(DOES.write, this.#at + HEAD_WORDS);
      bytes.set(data, (this.#at + HEAD_WORDS) * 4);
      words[this.#at + LENGTH] = data.length;
      if (gate?.wantsName) gate.log("write", this.#name);
    }

    get #name(): string {
      return textOf(words[this.#at + NAME] ?? 0);
    }
  }
  registerClass({ module: null, name: kind }, (at) => attaching(at, () => new SharedBox(1)));
  return SharedBox;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A string of bytes in shared memory. */
export const Bytes: BoxClass<Uint8Array> = boxOf(
  "memory:Bytes",
  (value) => Uint8Array.from(value), // measured and copied once, whatever was handed in
  (data) => data,
);

/** A text in shared memory, as UTF-8: a character takes one to four bytes. */
export const Text: BoxClass<string> = boxOf(
  "memory:Text",
  (value) => encoder.encode(value),
  (data) => decoder.decode(data),
);

/** A value in shared memory that JSON can say; each `get` makes a new one. */
export const Json: BoxClass<unknown> = boxOf(
  "memory:Json",
  (value) => {
    const text: unknown = JSON.stringify(value);
    if (typeof text !== "string") throw new BadFieldError(`JSON can't say a ${typeof value}.`);
    return encoder.encode(text);
  },
  (data): unknown => JSON.parse(decoder.decode(data)),
);
