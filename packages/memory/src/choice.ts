/**
 * Decides which thread runs next in a gated round. The one piece to replace for another search.
 * A round's first number picks its habit, since some mistakes need many switches and others few.
 */
export interface ChoicePolicy {
  /** Picks one of `runnable` (in order of number, never empty). `current` is among them unless it can't go on. */
  choose(current: number, runnable: readonly number[], next: () => number): number;
}

/** Chance of staying, in 1/256, by habit: often switching, sometimes, seldom, and no preference. */
const STAY = [32, 128, 208, 0] as const;

/** Seeded choice: stays with a chance that differs from round to round, otherwise picks evenly. */
export class SeededChoice implements ChoicePolicy {
  readonly #stay: number;
  constructor(seed: number) {
    this.#stay = STAY[(seed >>> 3) & 3] ?? 0;
  }

  choose(current: number, runnable: readonly number[], next: () => number): number {
    if (runnable.includes(current) && (next() & 0xff) < this.#stay) return current;
    return runnable[(next() >>> 8) % runnable.length] ?? current;
  }
}
