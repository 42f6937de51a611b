import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

/**
 * Bakes all `orders` with at most `ovens` threads at once, the same few for all orders. Answers the results in the order
 * of `orders`; null where an order burnt.
 */
export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const results: (number | null)[] = [];
  for (const order of orders) results.push(pool.submit(bake, order).result());
  return results;
}
