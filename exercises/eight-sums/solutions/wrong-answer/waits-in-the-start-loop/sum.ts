import { Thread } from "@lockstep/threading";

/** Works through the numbers from `from` up to, not including, `to`, and answers their sum. Heavy. Any thread may run it. */
export type SumSlice = (from: number, to: number) => number;

function sliceOf(length: number, threads: number, index: number): [from: number, to: number] {
  return [Math.floor((length * index) / threads), Math.floor((length * (index + 1)) / threads)];
}

export function sumAll(sumSlice: SumSlice, length: number, threads: number): number {
  let sum = 0;
  for (let i = 0; i < threads; i++) {
    const worker = new Thread({ target: sumSlice, args: sliceOf(length, threads, i) });
    worker.start();
    sum += worker.result();
  }
  return sum;
}
