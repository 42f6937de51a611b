import { Thread } from "@lockstep/threading";

const LENGTH = 100_001;
const THREADS = 4;

/** Something to calculate: as many steps for each number. */
function heavy(n: number): number {
  let value = n;
  for (let step = 0; step < 100; step++) value = (value * 31 + step) % 1009;
  return value;
}

/** The sum from `from` up to, not including, `to`. */
export function sumSlice(from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n++) sum += heavy(n);
  return sum;
}

export function main(): void {
  const borders = Array.from({ length: THREADS + 1 }, (_unused, i) => Math.floor((LENGTH * i) / THREADS));
  console.log(`slices begin at ${borders.slice(0, -1).join(", ")}`);
  const workers = borders
    .slice(1)
    .map((to, i) => new Thread({ target: sumSlice, args: [borders[i] ?? 0, to], name: `slice-${i + 1}` }));
  for (const worker of workers) worker.start();
  for (const worker of workers) worker.join();
  const inSlices = workers.reduce((sum, worker) => sum + worker.result(), 0);
  console.log(`same sum as alone: ${inSlices === sumSlice(0, LENGTH)}`);
}

if (import.meta.main) main();
