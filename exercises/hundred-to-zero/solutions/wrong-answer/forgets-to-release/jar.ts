import type { Lock } from "@lockstep/sync";

/** What all children share: a struct in shared memory. */
export interface Jar {
  /** Sweets that are still in it. */
  sweets: number;
  readonly lock: Lock;
}

export function takeOne(jar: Jar, chew: () => void): number {
  jar.lock.acquire();
  jar.sweets = jar.sweets - 1;
  chew();
  return jar.sweets;
}
