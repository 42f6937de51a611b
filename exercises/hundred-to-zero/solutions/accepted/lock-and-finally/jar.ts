import type { Lock } from "@lockstep/sync";

/** What all children share: a struct in shared memory. */
export interface Jar {
  /** Sweets that are still in it. */
  sweets: number;
  readonly lock: Lock;
}

export function takeOne(jar: Jar, chew: () => void): number {
  let left: number;
  jar.lock.acquire();
  try {
    left = jar.sweets - 1;
    jar.sweets = left;
  } finally {
    jar.lock.release();
  }
  chew();
  return left;
}
