import { compareExchange, load, OWNER, STATE, words } from "@lockstep/memory/seam";
import { FLAGS, HAS_QUEUE } from "./primitive.ts";

/** The words of permits: how many are free, who waits for them, and how they are given out. */

// The state word: free permits above three bits.
export const QUEUED = 1;
export const DUE = 2;
/** The holder has died: for exclusive permits. Stays until somebody vouches for the data. */
export const DIED = 4;
export const SHIFT = 3;
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

/** Clears and sets bits of the state. */
export function change(at: number, clear: number, set: number): void {
  let state = load(at + STATE);
  for (;;) {
    const then = (state & ~clear) | set;
    if (then === state) return;
    const before = compareExchange(at + STATE, state, then);
    if (before === state) return;
    state = before;
  }
}

export function flagsOf(at: number): number {
  return words[at + FLAGS] ?? 0;
}

/** Number of the thread that holds exclusive permits; 0: nobody. */
export function ownerOf(at: number): number {
  return words[at + OWNER] ?? 0;
}

/** Somebody vouches for the data. */
export function mend(at: number): void {
  change(at, DIED, 0);
}
