import { compareExchange, load, OWNER, STATE, words } from "@lockstep/memory/seam";
import { change, DUE, EXCLUSIVE, FAIR, flagsOf, QUEUED, SHIFT, VAIN_MAX } from "./permit-state.ts";
import { addVain, firstWaiter, GRANTED, readWaiter, remove, tell, WOKEN } from "./waiters.ts";

/** Calls those in the queue who can have what is free; answers whom to wake. Inside the section. */
export function serve(at: number): readonly number[] {
  const flags = flagsOf(at);
  const called: number[] = [];
  // Told last: who knows that it is woken may take its permits at once, and they would count as promised all the same.
  const woken: number[] = [];
  let promised = 0;
  for (;;) {
    const first = firstWaiter(at);
    if (first === 0) {
      change(at, QUEUED | DUE, 0);
      return told(called, woken);
    }
    const { thread, wanted, vain, isAsync } = readWaiter(first);
    const isDue = (flags & FAIR) !== 0 || (vain >= VAIN_MAX && !isAsync);
    change(at, DUE, isDue ? DUE : 0);
    const state = load(at + STATE);
    const free = (state >> SHIFT) - promised;
    if (free < wanted) {
      if (promised === 0 && !isDue && free > 0) addVain(first); // something was free, and it wasn't enough
      return told(called, woken);
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
      woken.push(first);
      // It may be long until an event loop turns: whoever is next may have the permit meanwhile.
      if (!isAsync) promised += wanted;
    }
  }
}

function told(called: readonly number[], woken: readonly number[]): readonly number[] {
  for (const waiter of woken) tell(waiter, WOKEN);
  return called;
}
