import { ThreadPoolExecutor } from "@lockstep/futures";
import { currentThread, sleep } from "@lockstep/threading";

/** Bakes for a moment; answers which oven it was, and what came out. */
export function bake(order: number): { readonly oven: string; readonly loaves: number } {
  sleep(5);
  return { oven: currentThread().name, loaves: order * order };
}

export function main(): void {
  using pool = new ThreadPoolExecutor({ maxWorkers: 5, threadNamePrefix: "oven" });
  const futures = Array.from({ length: 20 }, (_unused, order) => pool.submit(bake, order)); // returns at once
  const results = futures.map((future) => future.result()); // in the order of the orders
  const ovens = new Set(results.map(({ oven }) => oven));
  console.log(`orders: ${results.length}`);
  console.log(`different threads, at most 5: ${ovens.size <= 5}`);
  console.log(
    `in order: ${results
      .map(({ loaves }) => loaves)
      .slice(0, 6)
      .join(" ")} …`,
  );
}

if (import.meta.main) main();
