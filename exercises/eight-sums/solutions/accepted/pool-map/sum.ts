import { ThreadPoolExecutor } from "@lockstep/futures";

/** Works through the numbers from `from` up to, not including, `to`, and answers their sum. Heavy. Any thread may run it. */
export type SumSlice = (from: number, to: number) => number;

export function sumAll(sumSlice: SumSlice, length: number, threads: number): number {
  const small = Math.floor(length / threads);
  const larger = length % threads; // so many slices get one more
  const starts = Array.from({ length: threads }, (_unused, i) => i * small + Math.min(i, larger));
  const ends = [...starts.slice(1), length];
  using pool = new ThreadPoolExecutor({ maxWorkers: threads });
  let sum = 0;
  for (const part of pool.map(sumSlice, [starts, ends])) sum += part;
  return sum;
}
