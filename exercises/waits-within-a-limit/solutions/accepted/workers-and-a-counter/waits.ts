import { Cell } from "@lockstep/memory";
import { sleep, Thread } from "@lockstep/threading";

/** Asks for item `i`. The answer takes 10 to 39 milliseconds, in which nothing is computed here. */
export function request(i: number): number {
  sleep(10 + ((i * 7) % 30));
  return (i * 7919) % 1009;
}

/** Takes the next item until there is none. */
export function worker(next: Cell, count: number): readonly (readonly [i: number, answer: number])[] {
  const found: [number, number][] = [];
  for (let i = next.add(1); i < count; i = next.add(1)) found.push([i, request(i)]);
  return found;
}

/** The answers for items 0 to `count` - 1, in order. All requests are under way at once. */
export function askAll(count: number): readonly number[] {
  return askWithin(count, count);
}

/** The same, with at most `limit` requests under way at any time, and that many as long as there are enough. */
export function askWithin(count: number, limit: number): readonly number[] {
  const next = new Cell();
  const all = Array.from({ length: Math.min(limit, count) }, () => new Thread({ target: worker, args: [next, count] }));
  for (const thread of all) thread.start();
  const found = new Map(all.flatMap((thread) => thread.result() as readonly (readonly [number, number])[]));
  return Array.from({ length: count }, (_, i) => found.get(i) ?? -1);
}
