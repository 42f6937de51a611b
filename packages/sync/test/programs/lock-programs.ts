import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

const Shared = struct("Shared", { count: i32, inside: i32, peak: i32, lock: Lock });
type SharedObject = InstanceType<typeof Shared>;

function together(threads: readonly { start(): void; join(): boolean }[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

export function increment(shared: SharedObject, times: number): void {
  for (let i = 0; i < times; i++) {
    shared.lock.withLock(() => {
      shared.inside += 1;
      shared.peak = Math.max(shared.peak, shared.inside);
      shared.count += 1;
      shared.inside -= 1;
    });
  }
}

/** Many threads add under one lock; answers the sum and how many were ever inside. */
export function addTogether(threads: number, times: number): { count: number; peak: number } {
  const shared = new Shared();
  together(Array.from({ length: threads }, () => new Thread({ target: increment, args: [shared, times] })));
  return { count: shared.count, peak: shared.peak };
}

export function incrementUnlocked(shared: SharedObject, times: number): void {
  for (let i = 0; i < times; i++) shared.count += 1;
}

/** The same without the lock. */
export function addCarelessly(threads: number, times: number): { count: number } {
  const shared = new Shared();
  together(Array.from({ length: threads }, () => new Thread({ target: incrementUnlocked, args: [shared, times] })));
  return { count: shared.count };
}

export function tryOnce(shared: SharedObject): void {
  shared.count = shared.lock.tryAcquire() ? 1 : 2;
  if (!shared.lock.tryAcquireFor(5)) shared.peak = 1;
}

/** Another thread tries while this one holds the lock. */
export function tryWhileHeld(): { tried: number; timedOut: number; free: boolean } {
  const shared = new Shared();
  shared.lock.acquire();
  together([new Thread({ target: tryOnce, args: [shared] })]);
  shared.lock.release();
  return { tried: shared.count, timedOut: shared.peak, free: !shared.lock.locked };
}

export function giveUp(shared: SharedObject): void {
  if (!shared.lock.tryAcquireFor(1)) shared.inside += 1;
}

export function take(shared: SharedObject): void {
  shared.lock.withLock(() => {
    shared.count += 1;
  });
}

/** One waiter times out; the release after that must serve the other. */
export function releaseAfterTimeout(): { served: number; gaveUp: number } {
  const shared = new Shared();
  shared.lock.acquire();
  const impatient = new Thread({ target: giveUp, args: [shared] });
  impatient.start();
  impatient.join();
  const patient = new Thread({ target: take, args: [shared] });
  patient.start();
  shared.lock.release();
  patient.join();
  return { served: shared.count, gaveUp: shared.inside };
}

export function releaseIt(shared: SharedObject): void {
  shared.lock.release();
}

/** Any thread may release, as in CPython. */
export function releasedByAnother(): boolean {
  const shared = new Shared();
  shared.lock.acquire();
  together([new Thread({ target: releaseIt, args: [shared] })]);
  return shared.lock.tryAcquire();
}

export function keepIt(shared: SharedObject): void {
  shared.lock.acquire();
}

/** A thread ends while it holds the lock. */
export function leftHeld(): void {
  const shared = new Shared();
  together([new Thread({ target: keepIt, args: [shared], name: "keeper" })]);
  shared.lock.acquire();
}
