import type { Lock } from "@lockstep/sync";
import { currentThread, sleep } from "@lockstep/threading";

/** What all children share: a struct in shared memory. */
export interface Jar {
  /** Sweets that are still in it. */
  sweets: number;
  readonly lock: Lock;
}

export function takeOne(jar: Jar, chew: () => void): number {
  sleep(currentThread().ident * 10);
  jar.sweets = jar.sweets - 1;
  const left = jar.sweets;
  chew();
  return left;
}
