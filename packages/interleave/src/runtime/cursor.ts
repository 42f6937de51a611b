/** The position of a `for … of` in an array, where it can be seen. */
export class Cursor implements IterableIterator<unknown> {
  readonly list: unknown;
  index = 0;
  /** Whether list and index say all: not for an iterator with a position of its own. */
  readonly isExact: boolean;
  readonly #items: readonly unknown[] | null;
  readonly #other: Iterator<unknown> | null;

  private constructor(list: unknown, items: readonly unknown[] | null, other: Iterator<unknown> | null) {
    this.list = list;
    this.#items = items;
    this.#other = other;
    this.isExact = other === null;
  }

  static over(source: Iterable<unknown>): Cursor {
    const text: unknown = source;
    if (Array.isArray(source) && Reflect.get(source, Symbol.iterator) === Array.prototype.values)
      return new Cursor(source, source, null);
    if (typeof text === "string") {
      const characters = Array.from(text);
      return new Cursor(characters, characters, null);
    }
    return new Cursor(source, null, source[Symbol.iterator]());
  }

  next(): IteratorResult<unknown> {
    if (this.#other) {
      this.index++;
      return this.#other.next();
    }
    const items = this.#items ?? [];
    // An array may become longer while it is gone through.
    return this.index < items.length ? { done: false, value: items[this.index++] } : { done: true, value: undefined };
  }

  return(value?: unknown): IteratorResult<unknown> {
    return this.#other?.return?.(value) ?? { done: true, value };
  }

  /** Whether leaving the loop early makes a difference to it. */
  get canReturn(): boolean {
    return this.#other?.return !== undefined;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
