/**
 * Decides which thread runs next in a gated round. The one piece to replace for another search.
 * A round's first number picks its habits, since some mistakes need many switches and others few.
 */
export interface ChoicePolicy {
  /** Picks one of `runnable` (in order of number, never empty). `current` is among them unless it can't go on. */
  choose(current: number, runnable: readonly number[], next: () => number): number;
  /** Whether the next time-out passes now, although others can go on: any thread may be slower than any time-out. */
  passesTime(next: () => number): boolean;
}

/** Chance of staying, in 1/256, by habit: often switching, sometimes, seldom, and no preference. */
const STAY = [32, 128, 208, 0] as const;
/** Chance that a time-out passes while others can go on, in 1/256, by another habit; 0: only when nobody can. */
const PASS = [0, 96, 160, 224] as const;

/** Seeded choice: stays with a chance that differs from round to round, otherwise picks evenly. */
export class SeededChoice implements ChoicePolicy {
  readonly #stay: number;
  readonly #pass: number;
  constructor(seed: number) {
    this.#stay = STAY[(seed >>> 3) & 3] ?? 0;
    this.#pass = PASS[(seed >>> 5) & 3] ?? 0;
  }

  choose(current: number, runnable: readonly number[], next: () => number): number {
    if (runnable.includes(current) && (next() & 0xff) < this.#stay) return current;
    return runnable[(next() >>> 8) % runnable.length] ?? current;
  }

  passesTime(next: () => number): boolean {
    return this.#pass > 0 && (next() & 0xff) < this.#pass;
  }
}
