import { asCompleted, ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  using pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const futures = orders.map((order) => pool.submit(bake, order));
  const results: (number | null)[] = [];
  for (const future of asCompleted(futures)) results.push(future.exception() === null ? future.result() : null);
  return results;
}
