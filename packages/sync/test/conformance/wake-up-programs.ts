import { Thread } from "@lockstep/threading";
import { use } from "./kinds.ts";
import { Shared, type SharedWords } from "./primitive-programs.ts";

/** Programs of the claims on who is woken, and when. */

function startAll(
  count: number,
  target: (kind: string, shared: SharedWords) => void,
  kind: string,
  shared: SharedWords,
) {
  const threads = Array.from({ length: count }, () => new Thread({ target, args: [kind, shared] }));
  for (const thread of threads) thread.start();
  return threads;
}

/** Sleeps until so many have said that they are there. */
function reach(cell: SharedWords["passed"], count: number): number {
  for (let seen = cell.load(); seen < count; seen = cell.load()) cell.park(seen);
  return cell.load();
}

function say(cell: SharedWords["passed"]): void {
  cell.add(1);
  cell.unpark();
}

export function sleepUntilTold(kind: string, shared: SharedWords): void {
  const { condition } = use(kind, shared);
  condition.acquire();
  say(shared.inside); // with the lock held: who gets it after this knows that this thread sleeps
  condition.waitFor(() => shared.left > 0);
  shared.peak.add(shared.other.load()); // 1 while the notifier has the lock
  shared.passed.add(1);
  condition.release();
}

/** 26, 29, 32: one call wakes all; the lock is free while they sleep, and they go on when the notifier has released it. */
export function wakeAll(kind: string): { woken: number; early: number } {
  const shared = new Shared();
  const { condition } = use(kind, shared);
  const sleepers = startAll(3, sleepUntilTold, kind, shared);
  reach(shared.inside, 3);
  condition.acquire();
  shared.other.store(1);
  shared.left = 1;
  condition.notifyAll();
  for (let i = 0; i < 20; i++) shared.start.load(); // chances for them to go on too early
  const early = shared.passed.load();
  shared.other.store(0);
  condition.release();
  for (const sleeper of sleepers) sleeper.join();
  return { woken: shared.passed.load(), early: early + shared.peak.load() };
}

export function takeTwice(kind: string, shared: SharedWords): void {
  for (let i = 0; i < 2; i++) {
    use(kind, shared).semaphore.acquire();
    say(shared.passed);
  }
}

/** 37: ten threads want two permits each, one by one. Seven are there, then seven come, one by one, then what is missing. */
export function sevenBySeven(kind: string): readonly number[] {
  const shared = new Shared();
  const { semaphore } = use(kind, shared);
  semaphore.release(7);
  const threads = startAll(10, takeTwice, kind, shared);
  const seen = [reach(shared.passed, 7)];
  for (let i = 0; i < 7; i++) semaphore.release();
  seen.push(reach(shared.passed, 14), semaphore.value);
  semaphore.release(6);
  for (const thread of threads) thread.join();
  return [...seen, shared.passed.load(), semaphore.value];
}

/** 38: a time-out on none passes, on a free one doesn't matter; nothing is taken by who gave up. */
export function permitInTime(kind: string): readonly unknown[] {
  const { semaphore } = use(kind, new Shared());
  const late = semaphore.tryAcquireFor(2);
  semaphore.release();
  return [late, semaphore.value, semaphore.tryAcquireFor(2), semaphore.value];
}
