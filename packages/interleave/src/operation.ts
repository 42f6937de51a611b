import type { Hash } from "./hash.ts";
import type { ThreadBody } from "./program.ts";
import type { Rule } from "./rule.ts";
import type { Shared } from "./shared.ts";

/** What a thread asks for. It is carried out when the search lets the thread go on; `yield` answers the result. */
export interface Operation {
  readonly kind: OperationKind;
  readonly on: Shared;
  /** The second object of an operation on two: the lock of a condition. */
  readonly lock: Shared | null;
  readonly value: number;
  readonly expected: number;
  /** Infinity: for ever. Any finite time may pass at any moment, since nothing bounds how slow the other threads are. */
  readonly timeoutMs: number;
  /** A `load` or `store` of an atomic word that is not meant to be atomic: it may race, and is a decision point once it has. */
  readonly isPlain: boolean;
  /** Of a `rule`. */
  readonly rule: Rule | null;
  /** Of a `select`: what is waited for, by places that a thing keeps as long as it is waited for. */
  readonly alternatives: readonly (Operation | null)[] | null;
  /** Of a `start`. */
  readonly body: ThreadBody | null;
  /** All that the thread still knows here, its place included; null: whatever it has read since it began. */
  local: readonly number[] | LocalState | null;
}

/** What a thread knows, said only when it is asked for. */
export interface LocalState {
  /** Where in the program the thread stands, as a number of a site; -1 where that isn't known. */
  readonly programSite: number;
  /** The same for all functions around, the innermost first. */
  readonly programSites: readonly number[];
  /** Takes all of it in, and answers what can be said of it. */
  addTo(hash: Hash): Extent;
}

/** `exact`: all was taken in, and no thread is among it · `with-threads`: threads are among it · `unknown`: something can't be looked into. */
export type Extent = "exact" | "with-threads" | "unknown";

export type OperationKind =
  | "load"
  | "store"
  | "add"
  | "exchange"
  | "compare-exchange"
  | "acquire"
  | "try-acquire"
  | "release"
  | "wait"
  | "notify"
  | "park"
  | "unpark"
  | "rule"
  | "start"
  | "join"
  | "is-alive"
  | "select"
  | "too-long";

/**
 * The same operation, with the exact local state of the thread that asks: its place in the program, every variable and value
 * that it may still use. Threads in the same place that know the same are then alike, whatever they had read before, so that
 * programs which retry around a condition complete. Leaving something out makes the exploration unsound.
 */
export function knowing(asked: Operation, local: readonly number[] | LocalState): Operation {
  return { ...asked, local };
}
