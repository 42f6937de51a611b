import {
  callerLine,
  gate,
  giveBlock,
  numberOf,
  park,
  parkAsync,
  peek,
  store,
  takeBlock,
  thisThread,
  unpark,
  words,
} from "@lockstep/memory/seam";
import { FIRST, LAST } from "./primitive.ts";
import { leftMs } from "./wait-options.ts";

/**
 * Those who wait for one primitive, in order. Each waiter is a record of its own in shared memory, with a word of its own
 * to sleep on: so nobody can take another's wake-up, and whoever gives up leaves nothing behind.
 * The list belongs to the primitive's section (or lock): call these only inside it, except the sleeping itself.
 */

const WAITER_WORDS = 16;
const NEXT = 0;
const BEFORE = 1;
const TURN = 2;
const THREAD = 3;
const WANTED = 4;
const VAIN = 5;
const IS_ASYNC = 6;
const LINE = 7;
const THREAD_NAME = 8;
const FREE_OF_LIST = 9;

/** What a waiter's turn says: still waiting · woken, look yourself · given what it wanted · told that it can't have it. */
export const WAITING = 0;
export const WOKEN = 1;
export const GRANTED = 2;
export const REFUSED = 3;

/** After this time a waiter notes the line it waits at, for reports of deadlocks. Sooner, it would cost every short wait. */
const NOTE_LINE_AFTER_MS = 60;

export interface Waiter {
  readonly thread: number;
  readonly wanted: number;
  /** How often it was woken or passed over, and got nothing. */
  readonly vain: number;
  readonly isAsync: boolean;
}

/** A record for the calling thread. Give it back with `dropWaiter`. */
export function newWaiter(wanted: number, isAsync: boolean, vain: number): number {
  const waiter = takeBlock(WAITER_WORDS);
  const { number, name } = thisThread();
  words[waiter + THREAD] = number;
  words[waiter + THREAD_NAME] = numberOf(name);
  words[waiter + WANTED] = wanted;
  words[waiter + IS_ASYNC] = Number(isAsync);
  words[waiter + VAIN] = vain;
  return waiter;
}

export function dropWaiter(waiter: number): void {
  giveBlock(waiter, WAITER_WORDS);
}

export function firstWaiter(at: number): number {
  return words[at + FIRST] ?? 0;
}

export function nextWaiter(waiter: number): number {
  return words[waiter + NEXT] ?? 0;
}

export function readWaiter(waiter: number): Waiter {
  return {
    thread: words[waiter + THREAD] ?? 0,
    wanted: words[waiter + WANTED] ?? 0,
    vain: words[waiter + VAIN] ?? 0,
    isAsync: words[waiter + IS_ASYNC] === 1,
  };
}

/** Numbers of two texts: the waiter's thread, and the line it waits at (0: not noted). */
export function reportOfWaiter(waiter: number): { readonly threadName: number; readonly line: number } {
  return { threadName: words[waiter + THREAD_NAME] ?? 0, line: words[waiter + LINE] ?? 0 };
}

export function addVain(waiter: number): void {
  words[waiter + VAIN] = (words[waiter + VAIN] ?? 0) + 1;
}

export function pushLast(at: number, waiter: number): void {
  const last = words[at + LAST] ?? 0;
  words[waiter + BEFORE] = last;
  words[waiter + NEXT] = 0;
  words[waiter + FREE_OF_LIST] = 0;
  if (last === 0) words[at + FIRST] = waiter;
  else words[last + NEXT] = waiter;
  words[at + LAST] = waiter;
}

export function pushFirst(at: number, waiter: number): void {
  const first = words[at + FIRST] ?? 0;
  words[waiter + NEXT] = first;
  words[waiter + BEFORE] = 0;
  words[waiter + FREE_OF_LIST] = 0;
  if (first === 0) words[at + LAST] = waiter;
  else words[first + BEFORE] = waiter;
  words[at + FIRST] = waiter;
}

/** Takes a waiter out of the list, wherever in it it stands. */
export function remove(at: number, waiter: number): void {
  const before = words[waiter + BEFORE] ?? 0;
  const next = words[waiter + NEXT] ?? 0;
  if (before === 0) words[at + FIRST] = next;
  else words[before + NEXT] = next;
  if (next === 0) words[at + LAST] = before;
  else words[next + BEFORE] = before;
  words[waiter + FREE_OF_LIST] = 1;
}

/** Whether somebody took it out of the list. */
export function isRemoved(waiter: number): boolean {
  return words[waiter + FREE_OF_LIST] === 1;
}

/** Tells a waiter its turn. It may go on, and give its record back, from this moment; `wake` it after the section. */
export function tell(waiter: number, turn: number): void {
  store(waiter + TURN, turn);
}

export function wake(waiter: number): void {
  unpark(waiter + TURN);
}

export function turnOf(waiter: number): number {
  return peek(waiter + TURN);
}

/** Sleeps until it is this waiter's turn or the deadline has passed; answers its turn. @param on what it waits for. */
export function sleep(waiter: number, deadlineMs: number, on: number): number {
  for (;;) {
    const turn = turnOf(waiter);
    const left = leftMs(deadlineMs);
    if (turn !== WAITING || left <= 0) return turn;
    const notes = !gate && left > NOTE_LINE_AFTER_MS && words[waiter + LINE] === 0;
    const parked = park(waiter + TURN, WAITING, notes ? NOTE_LINE_AFTER_MS : left, on);
    if (parked === "timed-out" && notes) words[waiter + LINE] = numberOf(callerLine());
  }
}

/** As `sleep`, without blocking the event loop. Also ends when the signal aborts. */
export async function sleepAsync(
  waiter: number,
  deadlineMs: number,
  on: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (;;) {
    const turn = turnOf(waiter);
    const left = leftMs(deadlineMs);
    if (turn !== WAITING || left <= 0 || signal?.aborted) return turn;
    await parkAsync(waiter + TURN, WAITING, left, { signal, on });
  }
}
