import { addressOf, allocate, HEAD_WORDS, ofThread, registerClass, registerObject } from "@lockstep/memory/seam";

const KEY = "threading:ThreadLocal";

/** The calling thread's values, by address. */
const valuesHere = ofThread(() => new Map<number, unknown>());

let attachedAt: number | null = null;

/**
 * A place that holds another value in each thread.
 *
 * **Invariant**: what a thread reads is what it wrote itself, or undefined. The value belongs to the thread, not to the
 * worker that it happens to run on. **Threads**: any. **Death**: the value ends with its thread.
 * A variable at the top level of a module is each thread's own as well; this one can also be passed around.
 * **Source**: CPython's `threading.local`.
 */
export class ThreadLocal<T> {
  constructor() {
    registerObject(this, { module: null, name: KEY }, attachedAt ?? allocate(HEAD_WORDS));
    Object.freeze(this);
  }

  /** The calling thread's value; undefined before it has set one. */
  get value(): T | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `value` of the same object puts something there
    return valuesHere().get(addressOf(this)) as T | undefined;
  }

  /** For the calling thread alone. */
  set value(to: T | undefined) {
    valuesHere().set(addressOf(this), to);
  }

  static {
    registerClass({ module: null, name: KEY }, (at) => {
      attachedAt = at;
      try {
        return new ThreadLocal();
      } finally {
        attachedAt = null;
      }
    });
  }
}
