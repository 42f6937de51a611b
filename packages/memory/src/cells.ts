import { words } from "./heap.ts";
import { gate } from "./gate.ts";
import { DOES } from "./notes.ts";

/**
 * Atomic words, by address. With `park.ts` the only place where threads meet: primitives are built on these and use no
 * `Atomics` of their own. In a gated round each call is a decision point. Source: the futex interface of Linux.
 */

export function load(at: number): number {
  gate?.point(DOES.load, at);
  return Atomics.load(words, at);
}

export function store(at: number, value: number): void {
  gate?.point(DOES.store, at, value);
  Atomics.store(words, at, value);
}

/** Stores `value` and answers what was there. */
export function exchange(at: number, value: number): number {
  gate?.point(DOES.exchange, at, value);
  return Atomics.exchange(words, at, value);
}

/** Stores `value` if `expected` is there; answers what was there. */
export function compareExchange(at: number, expected: number, value: number): number {
  gate?.point(DOES.compareExchange, at, expected, value);
  return Atomics.compareExchange(words, at, expected, value);
}

/** Adds and answers what was there before. */
export function add(at: number, value: number): number {
  gate?.point(DOES.add, at, value);
  return Atomics.add(words, at, value);
}

/** Reads a word without a decision point: one that only its own thread waits on, and that is read again before it sleeps. */
export function peek(at: number): number {
  return Atomics.load(words, at);
}
