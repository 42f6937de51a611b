import { Lock } from "@lockstep/sync";
import { sleep, Thread } from "@lockstep/threading";

/** Asks for item `i`. The answer takes 10 to 39 milliseconds, in which nothing is computed here. */
export function request(i: number): number {
  sleep(10 + ((i * 7) % 30));
  return (i * 7919) % 1009;
}

export function guarded(lock: Lock, i: number): number {
  return lock.withLock(() => request(i));
}

/** The answers for items 0 to `count` - 1, in order. All requests are under way at once. */
export function askAll(count: number): readonly number[] {
  return askWithin(count, count);
}

/** The same, with at most `limit` requests under way at any time, and that many as long as there are enough. */
export function askWithin(count: number, limit: number): readonly number[] {
  const lock = new Lock();
  const all = Array.from({ length: count }, (_, i) => new Thread({ target: guarded, args: [lock, i] }));
  for (const thread of all) thread.start();
  return all.map((thread) => thread.result() as number);
}
