import type { Sampled } from "@lockstep/contracts";

/** Of so many gradings of a wrong solution, chance may miss its defect in one at most. */
export const GRADINGS_PER_MISS = 100_000;
/** How likely a case that does find it often enough looks at least as bad as what is called too seldom. */
const WRONGLY_CALLED = 0.01;

/** How surely a case finds a defect by chance, after some gradings. */
export interface FoundByChance {
  /** Of the schedules tried, those that showed it. */
  readonly broke: number;
  readonly tried: number;
  /** Schedules that the case asks for. */
  readonly asked: number;
  /** Estimated: of so many gradings, one misses it. At most {@link Number.MAX_SAFE_INTEGER}. */
  readonly gradingsPerMiss: number;
  /** It is too seldom, and that is no accident of these gradings. */
  readonly isTooSeldom: boolean;
}

/**
 * Adds up what several gradings of one solution have seen; null where one of them found the defect otherwise than by chance.
 *
 * Schedules are drawn independently of one another, and where one ends a case, the number tried up to it is what tells how
 * often it comes: `broke / tried` estimates the share either way.
 */
export function foundByChance(gradings: readonly (Sampled | null)[]): FoundByChance | null {
  const known = gradings.flatMap((one) => (one ? [one] : []));
  if (known.length === 0 || known.length < gradings.length) return null;
  const broke = known.reduce((sum, one) => sum + one.broke, 0);
  const tried = known.reduce((sum, one) => sum + one.tried, 0);
  const asked = Math.min(...known.map((one) => one.asked));
  const missed = (1 - broke / tried) ** asked;
  const enough = 1 - GRADINGS_PER_MISS ** (-1 / asked);
  return {
    broke,
    tried,
    asked,
    gradingsPerMiss: Math.min(Number.MAX_SAFE_INTEGER, Math.round(1 / missed)),
    isTooSeldom: broke < tried && atMost(broke, tried, enough) < WRONGLY_CALLED,
  };
}

/** How likely at most `count` of `tries` show what each shows with this probability, strictly between 0 and 1. */
function atMost(count: number, tries: number, probability: number): number {
  let term = tries * Math.log1p(-probability);
  let sum = 0;
  for (let i = 0; i <= count; i++) {
    sum += Math.exp(term);
    term += Math.log((tries - i) / (i + 1)) + Math.log(probability) - Math.log1p(-probability);
  }
  return Math.min(1, sum);
}
