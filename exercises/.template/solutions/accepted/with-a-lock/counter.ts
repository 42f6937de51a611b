import type { Lock } from "@lockstep/sync";

export interface Counter {
  value: number;
  readonly lock: Lock;
}

export function increment(counter: Counter): void {
  counter.lock.withLock(() => {
    counter.value += 1;
  });
}
