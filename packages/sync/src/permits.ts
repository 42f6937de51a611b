import {
  add,
  compareExchange,
  enterSection,
  gate,
  leaveSection,
  load,
  OWNER,
  STATE,
  words,
} from "@lockstep/memory/seam";
import { FIRST, FLAGS, HAS_QUEUE, SECTION } from "./primitive.ts";
import { deadlineOf, leftMs, mustMayBlock, type WaitOptions } from "./wait-options.ts";
import {
  addVain,
  dropWaiter,
  firstWaiter,
  GRANTED,
  newWaiter,
  nextWaiter,
  pushFirst,
  pushLast,
  readWaiter,
  remove,
  sleep,
  sleepAsync,
  tell,
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

// The state word: free permits above three bits.
const QUEUED = 1;
const DUE = 2;
/** The holder has died: for exclusive permits. Stays until somebody vouches for the data. */
export const DIED = 4;
const SHIFT = 3;
/** One permit in the state word. */
export const ONE = 1 << SHIFT;
export const PERMITS_MAX = 2 ** 28 - 1;

// Flags of the primitive.
export const FAIR = 1;
/** There is one holder: its number is kept. */
export const EXCLUSIVE = 2;

export const VAIN_MAX = 4;

/** Fills a new primitive's block. */
export function fillPermits(at: number, permits: number, flags: number): void {
  words[at + STATE] = permits << SHIFT;
  words[at + FLAGS] = flags;
  words[at + HAS_QUEUE] = 1;
}

export function freePermits(at: number): number {
  return load(at + STATE) >> SHIFT;
}

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

/** Looks this often before it sleeps again: who was just woken finds the permit taken for a moment only, mostly. */
const LOOKS = 40;

/** As `tryTake`, a few times. */
function tryTakeSoon(at: number, wanted: number): boolean {
  if (gate) return tryTake(at, wanted);
  for (let i = 0; i < LOOKS; i++) if (tryTake(at, wanted)) return true;
  return false;
}

/**
 * Takes permits, and waits for them at most `timeoutMs`; answers whether it did.
 * @param call for the error on a thread that must not sleep, such as `lock.acquire`.
 */
export function take(at: number, wanted: number, timeoutMs: number, call: string): boolean {
  if (timeoutMs === 0) return tryTake(at, wanted);
  const deadlineMs = deadlineOf(timeoutMs);
  mustMayBlock(call);
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

/** Gives permits back, and tells who can have them; answers false, and gives nothing, where more than `limit` would be free. */
export function give(at: number, count: number, limit: number = PERMITS_MAX): boolean {
  let state = load(at + STATE);
  while ((state & QUEUED) === 0) {
    if ((state >> SHIFT) + count > limit) return false;
    const before = compareExchange(at + STATE, state, state + (count << SHIFT));
    if (before === state) return true;
    state = before;
  }
  enterSection(at + SECTION);
  const isRoom = (load(at + STATE) >> SHIFT) + count <= limit; // in the section it can only become less
  if (isRoom) add(at + STATE, count << SHIFT);
  leaveAndWake(at, isRoom ? serve(at) : []);
  return isRoom;
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

/** Calls those in the queue who can have what is free; answers whom to wake. Inside the section. */
function serve(at: number): readonly number[] {
  const flags = flagsOf(at);
  const called: number[] = [];
  let promised = 0;
  for (;;) {
    const first = firstWaiter(at);
    if (first === 0) {
      change(at, QUEUED | DUE, 0);
      return called;
    }
    const { thread, wanted, vain, isAsync } = readWaiter(first);
    const isDue = (flags & FAIR) !== 0 || (vain >= VAIN_MAX && !isAsync);
    change(at, DUE, isDue ? DUE : 0);
    const state = load(at + STATE);
    const free = (state >> SHIFT) - promised;
    if (free < wanted) {
      if (promised === 0 && !isDue && free > 0) addVain(first); // something was free, and it wasn't enough
      return called;
    }
    if (isDue) {
      if (compareExchange(at + STATE, state, state - (wanted << SHIFT)) !== state) continue;
      if (flags & EXCLUSIVE) words[at + OWNER] = thread;
      remove(at, first);
      called.push(first);
      tell(first, GRANTED);
    } else {
      remove(at, first);
      called.push(first);
      tell(first, WOKEN);
      // It may be long until an event loop turns: whoever is next may have the permit meanwhile.
      if (!isAsync) promised += wanted;
    }
  }
}

/** Clears and sets bits of the state. */
function change(at: number, clear: number, set: number): void {
  let state = load(at + STATE);
  for (;;) {
    const then = (state & ~clear) | set;
    if (then === state) return;
    const before = compareExchange(at + STATE, state, then);
    if (before === state) return;
    state = before;
  }
}

function flagsOf(at: number): number {
  return words[at + FLAGS] ?? 0;
}

/** The waiters of a primitive, first to last, while nobody can change the queue. */
export function lookAtWaiters<T>(at: number, look: (waiter: number) => T): readonly T[] {
  enterSection(at + SECTION);
  const seen: T[] = [];
  for (let waiter = words[at + FIRST] ?? 0; waiter !== 0; waiter = nextWaiter(waiter)) seen.push(look(waiter));
  leaveSection(at + SECTION);
  return seen;
}

/** Number of the thread that holds exclusive permits; 0: nobody. */
export function ownerOf(at: number): number {
  return words[at + OWNER] ?? 0;
}

/** The holder has died: its permit becomes free, and the next to take it is told. By the dying thread. */
export function abandon(at: number, permits: number): void {
  change(at, 0, DIED);
  give(at, permits);
}

/** Whether a holder died and nobody has vouched for the data since. */
export function hasDied(at: number): boolean {
  return ((words[at + STATE] ?? 0) & DIED) !== 0;
}

/** Somebody vouches for the data. */
export function mend(at: number): void {
  change(at, DIED, 0);
}
