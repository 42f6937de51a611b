import { isObject } from "../runtime/accessors.ts";
import { Cursor } from "../runtime/cursor.ts";
import { Handle } from "../runtime/handle.ts";
import { Known } from "../runtime/known.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import { ExploredPromise, Handler, promiseOf } from "./promise.ts";

/** Places beneath what an iterator of the program does. */
const [OPENS, ASKS, CLOSES] = [-3040, -3041, -3042];

/**
 * The position of a `for await` in what it goes through: values and promises, each waited for, or whatever has a
 * `Symbol.asyncIterator` of its own.
 */
export class AsyncCursor extends Known {
  readonly #rt: Runtime;
  /** Of a collection; null where the program's own iterator says what comes. */
  readonly #cursor: Cursor | null;
  readonly #iterator: unknown;
  readonly #next: unknown;
  /** `inside`: the body of the loop runs, and whoever leaves it has to close the iterator. */
  #state: "asking" | "inside" | "over" = "asking";

  private constructor(rt: Runtime, cursor: Cursor | null, iterator: unknown = null, next: unknown = null) {
    super();
    this.#rt = rt;
    this.#cursor = cursor;
    this.#iterator = iterator;
    this.#next = next;
  }

  static *over(rt: Runtime, source: unknown): Running {
    const { up } = rt;
    if (Handle.is(source)) rt.refuse("for await over something shared can't be explored: write for … of.");
    const open: unknown = isObject(source) ? Reflect.get(source, Symbol.asyncIterator) : undefined;
    if (open === undefined || open === null) {
      const items: Iterable<unknown> = Object(source);
      return new AsyncCursor(rt, Cursor.over(items));
    }
    const iterator = yield* rt.run(open, source, [], new LocalFrame(up, OPENS, [source]));
    if (!isObject(iterator)) throw new TypeError("Result of the Symbol.asyncIterator method is not an object");
    return new AsyncCursor(rt, null, iterator, Reflect.get(iterator, "next"));
  }

  get known(): readonly unknown[] {
    return ["async cursor", this.#state, this.#cursor, this.#iterator, this.#next];
  }

  /** A promise for the next step, as an iterator answers it. */
  *ask(): Running {
    this.#state = "asking";
    if (this.#cursor) return this.#unwrapped(this.#cursor.next(), this.#cursor);
    const { up } = this.#rt;
    return yield* this.#rt.run(this.#next, this.#iterator, [], new LocalFrame(up, ASKS, [this]));
  }

  /** The step has come. */
  came(step: unknown): { readonly done: boolean; readonly value: unknown } {
    if (!isObject(step)) throw new TypeError(`Iterator result ${String(step)} is not an object`);
    const done = Boolean(Reflect.get(step, "done"));
    this.#state = done ? "over" : "inside";
    return { done, value: done ? undefined : Reflect.get(step, "value") };
  }

  /** Whether the loop was left from its body, and there is something to close. */
  get isOpen(): boolean {
    if (this.#state !== "inside") return false;
    if (this.#cursor) return this.#cursor.canReturn;
    const close: unknown = Reflect.get(Object(this.#iterator), "return");
    return close !== undefined && close !== null;
  }

  /** Tells the iterator that nobody asks it any more; answers what is then waited for. */
  *close(): Running {
    this.#state = "over";
    if (this.#cursor) return this.#unwrapped(this.#cursor.return(), null);
    const { up } = this.#rt;
    const close: unknown = Reflect.get(Object(this.#iterator), "return");
    return yield* this.#rt.run(close, this.#iterator, [], new LocalFrame(up, CLOSES, [this]));
  }

  /** @param open what has to be closed where the value is a promise that is rejected; null: it was closed. */
  #unwrapped({ done = false, value }: IteratorResult<unknown>, open: Cursor | null): ExploredPromise {
    const derived = this.#rt.newPromise();
    const promise = promiseOf(this.#rt, value);
    const onRejected = open && !done ? new Closes(this.#rt, open) : undefined;
    ExploredPromise.react(promise, { derived, onFulfilled: new Unwrapped(done), onRejected });
    return derived;
  }
}

class Unwrapped extends Handler {
  readonly #done: boolean;

  constructor(done: boolean) {
    super();
    this.#done = done;
  }

  get known(): readonly unknown[] {
    return ["unwrapped", this.#done];
  }

  // oxlint-disable-next-line require-yield -- it has no steps
  *call(value: unknown): Running {
    return { done: this.#done, value };
  }
}

/** Closes what a rejected promise came from. **Source**: ECMAScript 2025, AsyncFromSyncIteratorContinuation. */
class Closes extends Handler {
  readonly #rt: Runtime;
  readonly #cursor: Cursor;

  constructor(rt: Runtime, cursor: Cursor) {
    super();
    this.#rt = rt;
    this.#cursor = cursor;
  }

  get known(): readonly unknown[] {
    return ["closes", this.#cursor];
  }

  // oxlint-disable-next-line require-yield -- the program's own iterators have no steps here
  *call(reason: unknown): Running {
    try {
      this.#cursor.return();
    } catch (error) {
      if (error === this.#rt.refusal) throw error;
    }
    throw reason; // whatever closing it threw
  }
}
