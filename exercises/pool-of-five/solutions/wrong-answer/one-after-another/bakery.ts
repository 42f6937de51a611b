import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  using pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  return orders.map((order) => {
    try {
      return pool.submit(bake, order).result();
    } catch {
      return null;
    }
  });
}
