import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const pool = new ThreadPoolExecutor({ maxWorkers: ovens, threadNamePrefix: "oven" });
  const futures = orders.map((order) => pool.submit(bake, order));
  pool.shutdown();
  return futures.map((future) => (future.exception() === null ? future.result() : null));
}
