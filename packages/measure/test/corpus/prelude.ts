/** What every program of the corpus begins with: the work, in items that cost about the same, and `main`'s parts. */
export const PRELUDE = `
import { Cell, F64Array, I32Array, f64, i32, struct } from "@lockstep/memory";
import { Barrier, Condition, Event, Lock, RLock, RWLock, Semaphore } from "@lockstep/sync";
import { Queue } from "@lockstep/queue";
import { ThreadPoolExecutor } from "@lockstep/futures";
import { Thread } from "@lockstep/threading";

/** One item. Its number is what is summed. Whole numbers stay such, wherever they come from: others take real cores five times as long. */
export function item(seed: number, i: number): number {
  let x = (seed + (i | 0) * 7919) % 65521;
  for (let k = 0; k < 120; k++) x = (x * 75 + 74) % 65537;
  return x;
}

export function sumOf(seed: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += item(seed, i);
  return sum;
}

function startAll(target: (...args: never[]) => unknown, listOfArgs: readonly (readonly unknown[])[]): Thread[] {
  return listOfArgs.map((args) => {
    const thread = new Thread({ target, args });
    thread.start();
    return thread;
  });
}

function joinAll(threads: readonly Thread[]): void {
  for (const thread of threads) thread.join();
}

function partsOf(n: number, threads: number): (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  for (let k = 0; k < threads; k++) parts.push([Math.floor((n * k) / threads), Math.floor((n * (k + 1)) / threads)]);
  return parts;
}
const Total = struct("Total", { sum: f64, lock: Lock });
const total = new Total();
`;

/** The best sequential program: what speed-up is against. */
export const REFERENCE = `${PRELUDE}
export function main(seed: number, n: number): number {
  return sumOf(seed, 0, n);
}`;
