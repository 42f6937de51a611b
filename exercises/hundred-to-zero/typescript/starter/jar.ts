import type { Lock } from "@lockstep/sync";

/** What all children share: a struct in shared memory. */
export interface Jar {
  /** Sweets that are still in it. */
  sweets: number;
  readonly lock: Lock;
}

/**
 * Takes one sweet out of the jar and chews it. Answers how many were left in the jar right after this taking.
 * There is always a sweet for whoever calls. An error of `chew` goes on to the caller.
 */
export function takeOne(jar: Jar, chew: () => void): number {
  const sweets = jar.sweets;
  chew();
  jar.sweets = sweets - 1;
  return jar.sweets;
}
