import { Lock } from "@lockstep/sync";

/** What all children share: a struct in shared memory. */
export interface Jar {
  /** Sweets that are still in it. */
  sweets: number;
  readonly lock: Lock;
}

const lock = new Lock({ name: "lid" });

function take(jar: Jar): number {
  using held = lock.hold();
  void held;
  jar.sweets = jar.sweets - 1;
  return jar.sweets;
}

export function takeOne(jar: Jar, chew: () => void): number {
  const left = take(jar);
  chew();
  return left;
}
