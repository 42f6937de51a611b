import {
  compareExchange,
  gate,
  LINK,
  load,
  numberOf,
  onThreadEnd,
  OWNER,
  primitiveLinks,
  STATE,
  textOf,
  thisThread,
  words,
} from "@lockstep/memory/seam";
import { NotHeldError, NotOwnerError, OwnerDiedError } from "./errors.ts";
import { DIED, EXCLUSIVE, mend, ONE } from "./permit-state.ts";
import { abandon, give, take, takeAsync, tryTake } from "./permits.ts";
import { FLAGS, HAS_QUEUE, nameOf, OWN } from "./primitive.ts";
import type { WaitOptions } from "./wait-options.ts";

/**
 * A lock with one holder, by address: what Lock, RLock, the writer's side of RWLock and Condition do with it.
 *
 * A thread that ends while it holds a lock leaves what the lock guards half done. So its lock becomes free, and everybody
 * who acquires it from then on is told with an `OwnerDiedError`, with the lock held, until one vouches for the data.
 * **Source**: robust mutexes of POSIX.
 */

const FREE = ONE;
const HELD = 0;

/** Number of the name of the thread that died. */
const DIED_BY = OWN;
/** How many permits the holder has; 0 stands for 1. */
export const HELD_PERMITS = OWN + 1;
/** How many times its holder has acquired a re-entrant lock beyond the first. */
export const DEPTH = OWN + 2;

/** Takes the lock if it is free. @throws {OwnerDiedError} with the lock held. */
export function tryAcquireOwned(at: number): boolean {
  // The whole fast path: a lock that nobody waits for and nobody died in is free or held, and nothing else.
  if (compareExchange(at + STATE, FREE, HELD) === FREE) noteOwner(at);
  else if (tryTake(at, 1)) taken(at);
  else return false;
  return true;
}

/** @param call for the error on a thread that must not sleep. @throws {OwnerDiedError} with the lock held. */
export function acquireOwned(at: number, timeoutMs: number, call: string): boolean {
  if (compareExchange(at + STATE, FREE, HELD) === FREE) noteOwner(at);
  else if (take(at, 1, timeoutMs, call)) taken(at);
  else return false;
  return true;
}

/** @throws {OwnerDiedError} (as rejection) with the lock held. */
export async function acquireOwnedAsync(at: number, options: WaitOptions): Promise<boolean> {
  if (!(await takeAsync(at, 1, options))) return false;
  taken(at);
  return true;
}

/** @throws {NotHeldError} when nobody holds it. */
export function releaseOwned(at: number): void {
  // Who is its holder needs no look at the state, which would be one more decision point in every right program.
  if (!isHolder(at)) {
    const state = load(at + STATE);
    if (state >= ONE) return releaseAbandoned(at, state);
  }
  words[at + OWNER] = 0;
  // Another thread may have been faster: then there is nothing to give back.
  if (compareExchange(at + STATE, HELD, FREE) !== HELD && !give(at, 1, 1)) throw new NotHeldError();
  gate?.log("release", nameOf(at));
}

/** Free it is; if its holder has died, this thread releases for that one, and so vouches for the data. @throws {NotHeldError} */
function releaseAbandoned(at: number, state: number): void {
  if (!isAbandonedIn(at, state)) throw new NotHeldError();
  words[at + OWNER] = 0;
  mend(at);
}

/**
 * Whether the calling thread is written down as its holder, which nobody but itself changes where only the holder may
 * release. No decision point. Where others may release, it can be free all the same: see `isOwned`.
 */
export function isHolder(at: number): boolean {
  return words[at + OWNER] === thisThread().number;
}

/** Whether the calling thread holds it. A decision point: others may release it. */
export function isOwned(at: number): boolean {
  return load(at + STATE) < ONE && isHolder(at);
}

/** @throws {NotOwnerError} */
export function mustOwn(at: number, call: string): void {
  if (!isHolder(at) || (words[at + STATE] ?? 0) >= ONE) throw new NotOwnerError(call);
}

/** The holder vouches for the data after an `OwnerDiedError`. @throws {NotOwnerError} */
export function markConsistent(at: number): void {
  mustOwn(at, "markConsistent()");
  mend(at);
}

/** Whether somebody holds it at this moment, be it a thread that has ended. */
export function isLocked(at: number): boolean {
  const state = load(at + STATE);
  return state < ONE || isAbandonedIn(at, state);
}

function noteOwner(at: number): void {
  words[at + OWNER] = thisThread().number;
  gate?.log("acquire", nameOf(at));
}

/** The calling thread has got the lock. @throws {OwnerDiedError} with the lock held. */
export function taken(at: number): void {
  noteOwner(at);
  if (((words[at + STATE] ?? 0) & DIED) !== 0) throw new OwnerDiedError(nameOf(at), textOf(words[at + DIED_BY] ?? 0));
}

/** For a form that has nobody to hold the lock when acquiring throws: it is given back first. */
export function acquireOrBack(acquire: () => unknown, release: () => void): void {
  try {
    acquire();
  } catch (error) {
    if (error instanceof OwnerDiedError) release();
    throw error;
  }
}

/** Whether by this state the holder has died, and nobody has come since. */
function isAbandonedIn(at: number, state: number): boolean {
  return (state & DIED) !== 0 && state >= ONE && words[at + OWNER] !== 0;
}

onThreadEnd((ended) => {
  for (const link of primitiveLinks()) {
    const at = link - LINK;
    if (words[at + OWNER] !== ended || words[at + HAS_QUEUE] !== 1 || ((words[at + FLAGS] ?? 0) & EXCLUSIVE) === 0)
      continue;
    words[at + DIED_BY] = numberOf(thisThread().name);
    words[at + DEPTH] = 0;
    abandon(at, words[at + HELD_PERMITS] || 1);
  }
});
