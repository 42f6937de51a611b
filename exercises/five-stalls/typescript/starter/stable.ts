import type { Semaphore } from "@lockstep/sync";

/**
 * Waits until the cart's `horses` have a stall each, lets them rest, and leaves all stalls free again. An error of `rest`
 * goes on to the caller.
 */
export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  if (stalls.value >= horses) rest();
}

/** As `stay`, but for who is in a hurry: where there is no room now, answers false at once. Otherwise true, after resting. */
export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  if (stalls.value < horses) return false;
  rest();
  return true;
}
