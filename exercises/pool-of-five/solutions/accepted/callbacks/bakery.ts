import { ThreadPoolExecutor } from "@lockstep/futures";

/** Bakes one order and answers what came out. Slow. Throws when it burns. Any exported function is a thread's target, and so is this one. */
export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  const pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const results: (number | null)[] = orders.map(() => null);
  try {
    for (const [place, order] of orders.entries()) {
      pool.submit(bake, order).addDoneCallback((future) => {
        if (future.exception() === null) results[place] = future.result();
      });
    }
  } finally {
    pool.shutdown();
  }
  return results;
}
