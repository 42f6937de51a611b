import { Thread } from "@lockstep/threading";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const results: (number | null)[] = [];
  for (let at = 0; at < orders.length; at += ovens) {
    const threads = orders.slice(at, at + ovens).map((order) => new Thread({ target: bake, args: [order] }));
    for (const thread of threads) thread.start();
    for (const thread of threads) results.push(resultOf(thread));
  }
  return results;
}

function resultOf(thread: Thread<[number], number>): number | null {
  try {
    return thread.result();
  } catch {
    return null;
  }
}
