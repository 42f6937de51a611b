import { Thread } from "@lockstep/threading";

/** Works through the numbers from `from` up to, not including, `to`, and answers their sum. Heavy. Any thread may run it. */
export type SumSlice = (from: number, to: number) => number;

export function sumAll(sumSlice: SumSlice, length: number, threads: number): number {
  const size = Math.floor(length / threads);
  const workers = Array.from(
    { length: threads },
    (_unused, i) => new Thread({ target: sumSlice, args: [i * size, i === threads - 1 ? length : (i + 1) * size] }),
  );
  for (const worker of workers) worker.start();
  for (const worker of workers) worker.join();
  return workers.reduce((sum, worker) => sum + worker.result(), 0);
}
