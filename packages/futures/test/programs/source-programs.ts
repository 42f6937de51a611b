import { Event } from "@lockstep/sync";
import { currentThread, sleep } from "@lockstep/threading";
import { type Future, ThreadPoolExecutor } from "../../src/index.ts";

/** The programs of the README, as they stand there. */
export function toItself(n: number): { readonly thread: string; readonly value: number } {
  sleep(2);
  return { thread: currentThread().name, value: n ** n };
}
export function poolOfFive(): string {
  const pool = new ThreadPoolExecutor({ maxWorkers: 5, threadNamePrefix: "clerk" });
  const futures = Array.from({ length: 20 }, (_unused, n) => pool.submit(toItself, n));
  pool.shutdown(); // no more tasks; waits for those there are
  const results = futures.map((future) => future.result()); // in the order of submission
  const threads = new Set(results.map(({ thread }) => thread));
  return `at most 5 threads: ${threads.size <= 5}; 3 to the power 3: ${results[3]?.value}`;
}

export function slow(door: Event): string {
  door.wait();
  return "slow";
}
export function quick(): string {
  return "quick";
}
export function callThemBack(): string {
  const door = new Event();
  const pool = new ThreadPoolExecutor({ maxWorkers: 2 });
  const order: string[] = [];
  const note = (future: Future<string>) => {
    order.push(future.result());
    door.set();
  };
  pool.submit(slow, door).addDoneCallback(note);
  pool.submit(quick).addDoneCallback(note);
  pool.shutdown();
  return `called back: ${order.join(", then ")}`;
}
