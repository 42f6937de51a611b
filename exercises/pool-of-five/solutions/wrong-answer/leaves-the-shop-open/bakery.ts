import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const futures = orders.map((order) => pool.submit(bake, order));
  return futures.map((future) => (future.exception() === null ? future.result() : null));
}
