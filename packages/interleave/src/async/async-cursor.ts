import { Cursor } from "../runtime/cursor.ts";
import { Handle } from "../runtime/handle.ts";
import { Known } from "../runtime/known.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import { ExploredPromise, Handler, promiseOf } from "./promise.ts";

/** The position of a `for await` in what it goes through: values and promises, each waited for. */
export class AsyncCursor extends Known {
  readonly #rt: Runtime;
  readonly #cursor: Cursor;

  constructor(rt: Runtime, source: unknown) {
    super();
    this.#rt = rt;
    if (Handle.is(source) || (source !== null && Object(source)[Symbol.asyncIterator] !== undefined))
      rt.refuse("for await can be explored over arrays and other collections of promises only.");
    const items: Iterable<unknown> = Object(source);
    this.#cursor = Cursor.over(items);
  }

  get known(): readonly unknown[] {
    return ["async cursor", this.#cursor];
  }

  /** A promise for the next step, as an iterator answers it. */
  next(): ExploredPromise {
    const derived = this.#rt.newPromise();
    const { done = false, value } = this.#cursor.next();
    const promise = promiseOf(this.#rt, value);
    ExploredPromise.react(promise, { derived, onFulfilled: new Unwrapped(done), onRejected: undefined });
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
