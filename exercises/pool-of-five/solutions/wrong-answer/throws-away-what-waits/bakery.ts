import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const futures = orders.map((order) => pool.submit(bake, order));
  pool.shutdown({ cancelFutures: true });
  return futures.map((future) => {
    try {
      return future.result();
    } catch {
      return null;
    }
  });
}
