import { Known } from "../runtime/known.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import { ExploredPromise, Handler, promiseOf } from "./promise.ts";

export type Combinator = "all" | "allSettled" | "any" | "race";

/** What promises that were put together have come to so far. */
class Gathering extends Known {
  readonly kind: Combinator;
  readonly result: ExploredPromise;
  readonly values: unknown[] = [];
  /** One more than those that are still missing, until all are known. */
  missing = 1;

  constructor(kind: Combinator, result: ExploredPromise) {
    super();
    this.kind = kind;
    this.result = result;
  }

  get known(): readonly unknown[] {
    return ["gathering", this.kind, this.result, this.missing, this.values];
  }

  arrived(): void {
    if (--this.missing > 0) return;
    if (this.kind !== "any") ExploredPromise.resolve(this.result, this.values);
    else ExploredPromise.reject(this.result, new AggregateError(this.values, "All promises were rejected"));
  }
}

/** One of them was settled. */
class Arrival extends Handler {
  readonly #all: Gathering;
  readonly #place: number;
  readonly #isFulfilled: boolean;

  constructor(all: Gathering, place: number, isFulfilled: boolean) {
    super();
    this.#all = all;
    this.#place = place;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["arrival", this.#all, this.#place, this.#isFulfilled];
  }

  // oxlint-disable-next-line require-yield -- it has no steps
  *call(value: unknown): Running {
    const { kind, result, values } = this.#all;
    const isFulfilled = this.#isFulfilled;
    if (kind === "race" || (kind === "all" && !isFulfilled) || (kind === "any" && isFulfilled))
      ExploredPromise[isFulfilled ? "resolve" : "reject"](result, value);
    else {
      const told = isFulfilled ? { status: "fulfilled", value } : { status: "rejected", reason: value };
      values[this.#place] = kind === "allSettled" ? told : value;
      this.#all.arrived();
    }
    return undefined;
  }
}

/** `Promise.all` and the like. */
export function combined(rt: Runtime, kind: Combinator, source: unknown): ExploredPromise {
  const result = rt.newPromise();
  const all = new Gathering(kind, result);
  try {
    const list: Iterable<unknown> = Object(source);
    for (const value of list) {
      const place = all.values.length;
      all.values.push(undefined);
      all.missing++;
      const promise = promiseOf(rt, value);
      const [onFulfilled, onRejected] = [new Arrival(all, place, true), new Arrival(all, place, false)];
      ExploredPromise.react(promise, { derived: null, onFulfilled, onRejected });
    }
    if (kind !== "race") all.arrived();
  } catch (error) {
    if (error === rt.refusal) throw error;
    ExploredPromise.reject(result, error);
  }
  return result;
}
