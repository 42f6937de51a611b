import { compareExchange, exchange } from "./cells.ts";
import { gate } from "./gate.ts";
import { park, unpark } from "./park.ts";
import { thisThread } from "./this-thread.ts";

/**
 * Short stretches of a primitive's own bookkeeping, one thread at a time: a mutex of one word for code that never waits,
 * never throws and never calls anybody else. Source: the three-state mutex of U. Drepper, "Futexes are tricky".
 *
 * In a gated round a section is *one* decision point, at its beginning: the primitive is then explored as the source of
 * its callers has it. A round that is `fine` runs the real mutex instead, and each step inside is a decision point too:
 * that is how our own algorithms are explored.
 */

const FREE = 0;
const HELD = 1;
const HELD_WITH_SLEEPERS = 2;
/** Turns before sleeping: a section takes tens of nanoseconds, a sleep tens of microseconds. */
const SPINS = 200;

/** Waits for the section whose word is at `at`. Allowed on every thread: where sleeping is not, it spins. */
export function enterSection(at: number): void {
  if (gate && !gate.isFine) {
    gate.point();
    gate.hush(true);
    return;
  }
  if (compareExchange(at, FREE, HELD) === FREE) return;
  if (!gate) {
    const spins = thisThread().mayBlock ? SPINS : Infinity;
    for (let i = 0; i < spins; i++) if (compareExchange(at, FREE, HELD) === FREE) return;
  }
  while (exchange(at, HELD_WITH_SLEEPERS) !== FREE) park(at, HELD_WITH_SLEEPERS);
}

/** Ends the section. */
export function leaveSection(at: number): void {
  if (gate && !gate.isFine) {
    gate.hush(false);
    return;
  }
  if (exchange(at, FREE) === HELD_WITH_SLEEPERS) unpark(at, 1);
}
