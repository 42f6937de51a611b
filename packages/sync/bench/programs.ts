import { Cell, struct } from "@lockstep/memory";
import { Lock, Semaphore } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

/** What contended benchmarks of ours run: as main thread of a program of their own. */
const Shared = struct("Shared", { lock: Lock, semaphore: Semaphore.of(1), start: Cell, ready: Cell });
type SharedWords = InstanceType<typeof Shared>;

function atStartLine(shared: SharedWords): void {
  shared.ready.add(1);
  shared.ready.unpark();
  while (shared.start.load() === 0) shared.start.park(0);
}

export function lockPairs(shared: SharedWords, pairs: number): void {
  const { lock } = shared;
  atStartLine(shared);
  for (let i = 0; i < pairs; i++) {
    lock.acquire();
    lock.release();
  }
}

export function semaphorePairs(shared: SharedWords, pairs: number): void {
  const { semaphore } = shared;
  atStartLine(shared);
  for (let i = 0; i < pairs; i++) {
    semaphore.acquire();
    semaphore.release();
  }
}

/** Million pairs a second of two threads that start together. */
function rate(target: (shared: SharedWords, pairs: number) => void, pairs: number): number {
  const shared = new Shared();
  const threads = [1, 2].map(() => new Thread({ target, args: [shared, pairs] }));
  for (const thread of threads) thread.start();
  for (let ready = 0; ready < 2; ready = shared.ready.load()) shared.ready.park(ready);
  const beganMs = performance.now();
  shared.start.store(1);
  shared.start.unpark();
  for (const thread of threads) thread.join();
  return (2 * pairs) / (performance.now() - beganMs) / 1000;
}

export function contendedLock(pairs: number): number {
  return rate(lockPairs, pairs);
}

export function contendedSemaphore(pairs: number): number {
  return rate(semaphorePairs, pairs);
}

/** Nanoseconds of the processor for a pair that nobody contends. */
export function uncontendedLock(pairs: number): number {
  const lock = new Lock();
  const before = process.threadCpuUsage();
  for (let i = 0; i < pairs; i++) {
    lock.acquire();
    lock.release();
  }
  const { user, system } = process.threadCpuUsage(before);
  return ((user + system) * 1000) / pairs;
}
