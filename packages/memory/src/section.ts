import { compareExchange, exchange, peek } from "./cells.ts";
import { gate } from "./gate.ts";
import { DOES } from "./notes.ts";
import { park, rest, unpark } from "./park.ts";
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
/** Looks before sleeping: as long as a sleep and a wake-up take. */
const LOOKS = 4;
/**
 * Between two looks, about 10 µs: much longer than anybody is in a section. Who meets another here meets it again and again,
 * and each meeting costs both as much as several turns alone; so one stays away until the other has got some work done.
 */
const PAUSES = 250;

/** Waits for the section whose word is at `at`. Allowed on every thread: where sleeping is not, it spins. */
export function enterSection(at: number): void {
  if (gate && !gate.isFine) {
    gate.point(DOES.section, at);
    gate.hush(true);
    return;
  }
  if (compareExchange(at, FREE, HELD) === FREE) return;
  if (!gate) {
    const looks = thisThread().mayBlock ? LOOKS : Infinity;
    for (let i = 0; i < looks; i++) {
      rest(PAUSES);
      if (peek(at) === FREE && compareExchange(at, FREE, HELD) === FREE) return;
    }
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
