import type { Lock } from "@lockstep/sync";

/** What all threads share: a struct in shared memory. */
export interface Counter {
  value: number;
  readonly lock: Lock;
}

/** Counts one more. Called by several threads at once. */
export function increment(counter: Counter): void {
  counter.value = counter.value + 1;
}
