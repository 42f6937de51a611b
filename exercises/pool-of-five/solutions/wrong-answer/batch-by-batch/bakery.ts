import { ThreadPoolExecutor } from "@lockstep/futures";

export type Bake = (order: number) => number;

export function bakeAll(bake: Bake, orders: readonly number[], ovens: number): (number | null)[] {
  using pool = new ThreadPoolExecutor({ maxWorkers: ovens });
  const results: (number | null)[] = [];
  for (let i = 0; i < orders.length; i += ovens) {
    const batch = orders.slice(i, i + ovens).map((order) => pool.submit(bake, order));
    for (const future of batch) {
      try {
        results.push(future.result());
      } catch {
        results.push(null);
      }
    }
  }
  return results;
}
