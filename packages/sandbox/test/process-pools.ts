import type { PoolFault } from "./joints/process-pools.ts";

/** What every program of processes begins with: the work, in items that cost about the same. */
export const POOL_PRELUDE = `
import { Lock, Process, Queue } from "@lockstep/multiprocessing";

export function item(seed: number, i: number): number {
  let x = (seed + (i | 0) * 7919) % 65521;
  for (let k = 0; k < 1_200_000; k++) x = (x * 75 + 74) % 65537;
  return x;
}
export function sumOf(seed: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += item(seed, i);
  return sum;
}
function started(target: (...args: any[]) => unknown, listOfArgs: readonly (readonly unknown[])[]): Process[] {
  return listOfArgs.map((args) => {
    const process = new Process({ target, args });
    process.start();
    return process;
  });
}
/** Puts the sum of a part. */
export function part(out: Queue, seed: number, from: number, to: number): void {
  out.put(sumOf(seed, from, to));
}
function parts(n: number, processes: number): (readonly [number, number])[] {
  return Array.from({ length: processes }, (_, k) => [Math.floor((n * k) / processes), Math.floor((n * (k + 1)) / processes)] as const);
}
function sumFrom(queue: Queue, times: number): number {
  let sum = 0;
  for (let i = 0; i < times; i++) sum += queue.get();
  return sum;
}
`;

/** The best sequential program. */
export const POOL_REFERENCE = `
export function main(seed: number, n: number): number {
  return sumOf(seed, 0, n);
}`;

export interface LabelledPool {
  readonly text: string;
  /** Null: fast enough · "slow": merely not parallel, or not efficient · or what is wrong with it. */
  readonly because: PoolFault | "slow" | null;
}

/** Programs whose workers are processes, labelled for two cores. */
export const processPools: Readonly<Record<string, LabelledPool>> = {
  "static split, sums through a queue": {
    because: null,
    text: `
export function main(seed: number, n: number, processes: number): number {
  const out = new Queue();
  const all = started(part, parts(n, processes).map(([from, to]) => [out, seed, from, to]));
  const sum = sumFrom(out, processes);
  for (const process of all) process.join();
  return sum;
}`,
  },
  "a pool that takes items from a queue until it is told to end": {
    because: null,
    text: `
export function worker(tasks: Queue, out: Queue, seed: number): void {
  let sum = 0;
  for (let i = tasks.get(); i >= 0; i = tasks.get()) sum += item(seed, i);
  out.put(sum);
}
export function main(seed: number, n: number, processes: number): number {
  const tasks = new Queue();
  const out = new Queue();
  started(worker, parts(n, processes).map(() => [tasks, out, seed]));
  for (let i = 0; i < n; i++) tasks.put(i);
  for (let k = 0; k < processes; k++) tasks.put(-1);
  return sumFrom(out, processes);
}`,
  },
  "the first process works too, beside one child": {
    because: null,
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  started(part, [[out, seed, 0, n >> 1]]);
  return sumOf(seed, n >> 1, n) + out.get();
}`,
  },
  "the next item by a counter in a queue, under a short lock": {
    because: null,
    text: `
export function worker(lock: Lock, counter: Queue, out: Queue, seed: number, n: number): void {
  let sum = 0;
  for (;;) {
    lock.acquire();
    const i = counter.get();
    counter.put(i + 1);
    lock.release();
    if (i >= n) break;
    sum += item(seed, i);
  }
  out.put(sum);
}
export function main(seed: number, n: number, processes: number): number {
  const [lock, counter, out] = [new Lock(), new Queue(), new Queue()];
  counter.put(0);
  started(worker, parts(n, processes).map(() => [lock, counter, out, seed, n]));
  return sumFrom(out, processes);
}`,
  },
  "all work in one process, beside one that has nothing to do": {
    because: "slow",
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  started(part, [[out, seed, 0, n], [out, seed, 0, 0]]);
  return sumFrom(out, 2);
}`,
  },
  "a process for each part, one started when the other has ended": {
    because: "slow",
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  let sum = 0;
  for (const [from, to] of parts(n, 4)) {
    const [process] = started(part, [[out, seed, from, to]]);
    process?.join();
    sum += out.get();
  }
  return sum;
}`,
  },
  "one lock of all processes, held for the work": {
    because: "slow",
    text: `
export function locked(lock: Lock, out: Queue, seed: number, from: number, to: number): void {
  let sum = 0;
  for (let i = from; i < to; i++) {
    lock.acquire();
    sum += item(seed, i);
    lock.release();
  }
  out.put(sum);
}
export function main(seed: number, n: number, processes: number): number {
  const [lock, out] = [new Lock(), new Queue()];
  started(locked, parts(n, processes).map(([from, to]) => [lock, out, seed, from, to]));
  return sumFrom(out, processes);
}`,
  },
  "a busy parent, which does nine tenths itself": {
    because: "slow",
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  const tenth = Math.floor(n / 10);
  started(part, [[out, seed, 0, tenth]]);
  return sumOf(seed, tenth, n) + out.get();
}`,
  },
  "a parent that does all again, to be sure": {
    because: "slow",
    text: `
export function main(seed: number, n: number, processes: number): number {
  const out = new Queue();
  started(part, parts(n, processes).map(([from, to]) => [out, seed, from, to]));
  const mine = sumOf(seed, 0, n);
  return sumFrom(out, processes) === mine ? mine : -1;
}`,
  },
  "each process does all, and one of them counts": {
    because: "slow",
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  started(part, [[out, seed, 0, n], [out, seed, 0, n]]);
  return (sumFrom(out, 2)) / 2;
}`,
  },
  "three quarters under a lock": {
    because: "slow",
    text: `
export function worker(lock: Lock, out: Queue, seed: number, from: number, to: number): void {
  const open = from + Math.floor((to - from) / 4);
  let sum = sumOf(seed, from, open);
  for (let i = open; i < to; i++) {
    lock.acquire();
    sum += item(seed, i);
    lock.release();
  }
  out.put(sum);
}
export function main(seed: number, n: number, processes: number): number {
  const [lock, out] = [new Lock(), new Queue()];
  started(worker, parts(n, processes).map(([from, to]) => [lock, out, seed, from, to]));
  return sumFrom(out, processes);
}`,
  },
  "more processes than cores": {
    because: "too-many-processes",
    text: `
export function main(seed: number, n: number): number {
  const out = new Queue();
  started(part, parts(n, 8).map(([from, to]) => [out, seed, from, to]));
  return sumFrom(out, 8);
}`,
  },
  "a module's variable that a child is to change": {
    because: "wrong",
    text: `
let total = 0;
export function add(seed: number, from: number, to: number): void {
  total += sumOf(seed, from, to);
}
export function main(seed: number, n: number, processes: number): number {
  for (const process of started(add, parts(n, processes).map(([from, to]) => [seed, from, to]))) process.join();
  return total;
}`,
  },
  "waits for one sum more than is put": {
    because: "stuck",
    text: `
export function main(seed: number, n: number, processes: number): number {
  const out = new Queue();
  started(part, parts(n, processes).map(([from, to]) => [out, seed, from, to]));
  return sumFrom(out, processes + 1);
}`,
  },
};
