import { Thread } from "@lockstep/threading";

/** Works through the numbers from `from` up to, not including, `to`, and answers their sum. Heavy. Any thread may run it. */
export type SumSlice = (from: number, to: number) => number;

/** Sums up the numbers from 0 up to, not including, `length` in `threads` equal slices, all at once, a thread for each. */
export function sumAll(sumSlice: SumSlice, length: number, threads: number): number {
  let sum = 0;
  const size = Math.floor(length / threads);
  for (let i = 0; i < threads; i++) {
    const thread = new Thread({ target: sumSlice, args: [i * size, (i + 1) * size] });
    thread.start();
    sum += thread.result();
  }
  return sum;
}
