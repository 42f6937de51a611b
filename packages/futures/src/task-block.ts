import {
  compareExchange,
  copyPackedIn,
  giveBlock,
  load,
  packHere,
  takeBlock,
  unpackAt,
  words,
} from "@lockstep/memory/seam";
import type { TargetPlace } from "./pool-block.ts";

/**
 * A task on its way, in shared memory: what it calls, and what it carries, the arguments on the way there and the result
 * on the way back. It is the submitter's, then from `beginTask` on a worker's, until it lies in the submitter's inbox.
 */

/** The next one in an inbox. */
export const NEXT = 0;
const PHASE = 1;
export const INBOX = 2;
const VALUE_AT = 3;
const VALUE_BYTES = 4;
const TARGET_AT = 5;
const TARGET_BYTES = 6;
const PAYLOAD = 8;
export const TASK_WORDS = 32;
/** What is larger than this lies in a block of its own. */
const INLINE_BYTES = (TASK_WORDS - PAYLOAD) * 4;

// Phases.
const PENDING = 0;
const RUNNING = 1;
const CANCELLED = 2;
const RETURNED = 3;
const THREW = 4;

/** How a task came back. */
export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "cancelled" };

/** By the submitter. @throws {NotTransferableError} @throws {OutOfSharedMemoryError} */
export function fillTask(task: number, inbox: number, target: TargetPlace, args: readonly unknown[]): void {
  keep(task, args);
  words[task + INBOX] = inbox;
  words[task + PHASE] = PENDING;
  words[task + TARGET_AT] = target.at;
  words[task + TARGET_BYTES] = target.bytes;
}

/** Makes the task carry a value. @throws {NotTransferableError} @throws {OutOfSharedMemoryError} and it carries what it did */
export function keep(task: number, value: unknown): void {
  const length = packHere(value);
  const at = length <= INLINE_BYTES ? 0 : takeBlock(Math.ceil(length / 4));
  copyPackedIn(at === 0 ? task + PAYLOAD : at, length);
  words[task + VALUE_AT] = at;
  words[task + VALUE_BYTES] = length;
}

/** Gives back what the task carries, where that lies apart. */
export function dropKept(task: number): void {
  const at = words[task + VALUE_AT] ?? 0;
  if (at !== 0) giveBlock(at, Math.ceil((words[task + VALUE_BYTES] ?? 0) / 4));
  words[task + VALUE_AT] = 0;
}

/** The value that the task carries; from then on it carries nothing. @throws {NotTransferableError} */
function takeKept(task: number): unknown {
  const at = words[task + VALUE_AT] ?? 0;
  try {
    return unpackAt(at === 0 ? task + PAYLOAD : at, words[task + VALUE_BYTES] ?? 0);
  } finally {
    dropKept(task);
  }
}

/** By a worker: what the task calls. */
export function targetOf(task: number): TargetPlace {
  return { at: words[task + TARGET_AT] ?? 0, bytes: words[task + TARGET_BYTES] ?? 0 };
}

/** By a worker, once. @throws {NotTransferableError} */
export function argsOf(task: number): readonly unknown[] {
  const args = takeKept(task);
  return Array.isArray(args) ? args : [];
}

/** Cancels a task that has not begun; it comes back cancelled when a worker finds it. By the submitter. */
export function cancelTask(task: number): boolean {
  return compareExchange(task + PHASE, PENDING, CANCELLED) === PENDING;
}

/** By a worker, before it runs the task; false: it was cancelled. */
export function beginTask(task: number): boolean {
  return compareExchange(task + PHASE, PENDING, RUNNING) === PENDING;
}

/** Whether a worker has begun it. */
export function isBegun(task: number): boolean {
  return load(task + PHASE) === RUNNING;
}

/** By a worker that has run it. */
export function endTask(task: number, isError: boolean): void {
  words[task + PHASE] = isError ? THREW : RETURNED;
}

/** By a worker that doesn't run it. */
export function endUnrun(task: number): void {
  dropKept(task);
  words[task + PHASE] = CANCELLED;
}

/** By the submitter, once it is back. */
export function outcomeOf(task: number): Outcome {
  const phase = words[task + PHASE];
  if (phase === CANCELLED) return { kind: "cancelled" };
  try {
    const value = takeKept(task);
    return phase === THREW ? { kind: "threw", error: value } : { kind: "returned", value };
  } catch (error) {
    return { kind: "threw", error };
  }
}
