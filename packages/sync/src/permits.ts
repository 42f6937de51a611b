import {
  add,
  compareExchange,
  enterSection,
  gate,
  leaveSection,
  load,
  rest,
  STATE,
  words,
} from "@lockstep/memory/seam";
import { DIED, DUE, EXCLUSIVE, FAIR, ONE, PERMITS_MAX, QUEUED, SHIFT, VAIN_MAX, flagsOf } from "./permit-state.ts";
import { FIRST, SECTION } from "./primitive.ts";
import { serve } from "./serve.ts";
import { deadlineOf, leftMs, mustMayBlock, type WaitOptions } from "./wait-options.ts";
import {
  dropWaiter,
  GRANTED,
  newWaiter,
  nextWaiter,
  pushFirst,
  pushLast,
  remove,
  sleep,
  sleepAsync,
  turnOf,
  WAITING,
  wake,
  WOKEN,
} from "./waiters.ts";

/**
 * Permits that threads take and give back: what Lock, RLock, Semaphore and RWLock are made of.
 *
 * **Invariant**: permits taken and permits free add up to those there are; a free permit that fits the first sleeper is
 * never left lying.
 * **Order**: sleepers are served in the order in which they came, whatever each wants. A newcomer may take free permits
 * before them (barging), since waking a sleeper takes a thousand times as long as taking a permit. But once the first
 * sleeper was woken or passed over `VAIN_MAX` times in vain, it is *due*: newcomers queue up, and permits are handed to
 * it. With `FAIR` the first sleeper is due at once. A sleeper whose event loop may be busy is never handed anything
 * unless `FAIR`: everybody would wait for that loop.
 * **Source**: the word lock and "eventual fairness" of parking_lot (A. d'Antras), with permits instead of a bit.
 */

/** Takes permits if they are free and nobody is due before. Never waits. */
export function tryTake(at: number, wanted: number): boolean {
  let state = load(at + STATE);
  while (state >> SHIFT >= wanted && (state & DUE) === 0) {
    const before = compareExchange(at + STATE, state, state - (wanted << SHIFT));
    if (before === state) return true;
    state = before;
  }
  return false;
}

/** Most looks before a sleep: as long as a sleep and a wake-up take. */
const LOOKS_MAX = 24;
/** Between two looks, about 1 µs. */
const PAUSES = 30;
/** Looks before a sleep: fewer where they were in vain, since the others don't run then; more where they weren't. */
let looks = LOOKS_MAX;

/** As `tryTake`, a few times. */
function tryTakeSoon(at: number, wanted: number): boolean {
  if (gate) return tryTake(at, wanted);
  for (let i = 0; i < looks; i++) {
    if (tryTake(at, wanted)) {
      looks = Math.min(LOOKS_MAX, looks + 2);
      return true;
    }
    rest(PAUSES);
  }
  looks = Math.max(1, looks >> 1);
  return tryTake(at, wanted);
}

/**
 * Takes permits, and waits for them at most `timeoutMs`; answers whether it did.
 * @param call for the error on a thread that must not sleep, such as `lock.acquire`.
 */
export function take(at: number, wanted: number, timeoutMs: number, call: string): boolean {
  if (timeoutMs === 0) return tryTake(at, wanted);
  const deadlineMs = deadlineOf(timeoutMs);
  mustMayBlock(call);
  if (!gate && (flagsOf(at) & EXCLUSIVE) === 0 && tryTakeSoon(at, wanted)) return true;
  for (let vain = 0; ; vain++) {
    const waiter = queueUp(at, wanted, vain, false);
    if (waiter === TAKEN) return true;
    sleep(waiter, deadlineMs, at);
    const turn = settle(at, waiter);
    if (turn === GRANTED) return true;
    if (turn === WOKEN && tryTakeSoon(at, wanted)) return true;
    if (turn === WAITING || leftMs(deadlineMs) <= 0) return givesUp(at);
  }
}

/** As `take`, without blocking the event loop. */
export async function takeAsync(at: number, wanted: number, { timeoutMs, signal }: WaitOptions): Promise<boolean> {
  const deadlineMs = deadlineOf(timeoutMs);
  signal?.throwIfAborted();
  if (tryTake(at, wanted)) return true;
  if (timeoutMs === 0) return false;
  for (let vain = 0; ; vain++) {
    const waiter = queueUp(at, wanted, vain, true);
    if (waiter === TAKEN) return true;
    await sleepAsync(waiter, deadlineMs, at, signal);
    const turn = settle(at, waiter);
    if (turn === GRANTED) return true; // also when it was aborted meanwhile: the permit is there, and not to be lost
    if (turn === WOKEN && !signal?.aborted && tryTake(at, wanted)) return true;
    if (turn === WAITING || signal?.aborted || leftMs(deadlineMs) <= 0) {
      givesUp(at);
      signal?.throwIfAborted();
      return false;
    }
  }
}

/**
 * Gives permits back, and tells who can have them; answers false, and gives nothing, where more than `limit` would be free
 * then, or fewer than `least` are before.
 */
export function give(at: number, count: number, limit: number = PERMITS_MAX, least: number = 0): boolean {
  let state = load(at + STATE);
  while ((state & QUEUED) === 0) {
    if (!isRoomIn(state, count, limit, least)) return false;
    const before = compareExchange(at + STATE, state, state + (count << SHIFT));
    if (before === state) return true;
    state = before;
  }
  enterSection(at + SECTION);
  const isRoom = addWithin(at, count, limit, least);
  leaveAndWake(at, isRoom ? serve(at) : []);
  return isRoom;
}

function isRoomIn(state: number, count: number, limit: number, least: number): boolean {
  const free = state >> SHIFT;
  return free >= least && free + count <= limit;
}

/** Inside the section, where others may still take permits. */
function addWithin(at: number, count: number, limit: number, least: number): boolean {
  let state = load(at + STATE);
  while (isRoomIn(state, count, limit, least)) {
    const before = compareExchange(at + STATE, state, state + (count << SHIFT));
    if (before === state) return true;
    state = before;
  }
  return false;
}

/** As `give`, one permit where there is no limit: with one operation on the state instead of two. */
export function giveOne(at: number): void {
  if ((add(at + STATE, ONE) & QUEUED) === 0) return;
  enterSection(at + SECTION);
  leaveAndWake(at, serve(at));
}

/** Stands for "no need to wait". No block has this address. */
const TAKEN = 0;

/** Takes the permits after all, or queues up; answers the waiter, or `TAKEN`. */
function queueUp(at: number, wanted: number, vain: number, isAsync: boolean): number {
  enterSection(at + SECTION);
  const isFair = (flagsOf(at) & FAIR) !== 0;
  const isDue = isFair || (vain >= VAIN_MAX && !isAsync);
  let state = load(at + STATE);
  for (;;) {
    const isFree = state >> SHIFT >= wanted && (state & DUE) === 0;
    const then = isFree ? state - (wanted << SHIFT) : state | QUEUED | (isDue ? DUE : 0);
    const before = compareExchange(at + STATE, state, then);
    if (before !== state) {
      state = before;
      continue;
    }
    if (isFree) {
      leaveSection(at + SECTION);
      return TAKEN;
    }
    // From here a release can't pass without looking at the queue.
    const waiter = newWaiter(wanted, isAsync, vain);
    if (vain === 0) pushLast(at, waiter);
    else pushFirst(at, waiter); // it was the first already
    // What is free may be enough for whoever is first now.
    leaveAndWake(at, then >> SHIFT > 0 ? serve(at) : []);
    return waiter;
  }
}

/** After sleeping: leaves the queue if nobody has called yet; answers the turn. The record is given back. */
function settle(at: number, waiter: number): number {
  let turn = turnOf(waiter);
  if (turn === WAITING) {
    enterSection(at + SECTION);
    turn = turnOf(waiter); // a releaser may have been faster
    if (turn === WAITING) remove(at, waiter);
    leaveSection(at + SECTION);
  }
  dropWaiter(waiter);
  return turn;
}

/** Who leaves with nothing passes on what it was woken for, and no longer stands before those behind it. */
function givesUp(at: number): false {
  enterSection(at + SECTION);
  leaveAndWake(at, serve(at));
  return false;
}

function leaveAndWake(at: number, called: readonly number[]): void {
  leaveSection(at + SECTION);
  for (const waiter of called) wake(waiter);
}

/** The waiters of a primitive, first to last, while nobody can change the queue. */
export function lookAtWaiters<T>(at: number, look: (waiter: number) => T): readonly T[] {
  enterSection(at + SECTION);
  const seen: T[] = [];
  for (let waiter = words[at + FIRST] ?? 0; waiter !== 0; waiter = nextWaiter(waiter)) seen.push(look(waiter));
  leaveSection(at + SECTION);
  return seen;
}

/**
 * The holder of all `permits` has died: they become free, and the next to take them is told. By the dying thread; nothing
 * happens where somebody has given them back for it, although it was never told.
 */
export function abandon(at: number, permits: number): void {
  for (let state = load(at + STATE); state < ONE;) {
    const before = compareExchange(at + STATE, state, state | DIED);
    if (before === state) {
      give(at, permits, permits);
      return;
    }
    state = before;
  }
}
