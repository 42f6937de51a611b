import { Cell } from "@lockstep/memory";
import { sleep, sleepAsync, Thread } from "@lockstep/threading";
import { Worker } from "node:worker_threads";

let starts = 0;

/** Says that it runs; the count is in a variable of its own, so that a module that wasn't evaluated shows. */
export function say(cell: Cell): void {
  starts++;
  cell.store(starts);
  cell.unpark();
}

/** Milliseconds from `start` to the thread's first instruction, each of so many, on a worker that is there. */
export function startsWarm(count: number): readonly number[] {
  const tookMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const cell = new Cell();
    const thread = new Thread({ target: say, args: [cell] });
    const beganMs = performance.now();
    thread.start();
    while (cell.load() === 0) cell.park(0);
    tookMs.push(performance.now() - beganMs);
    if (cell.load() !== 1) throw new Error("a variable of another thread was seen");
    thread.join();
    sleep(1);
  }
  return tookMs;
}

export async function nap(durationMs: number): Promise<number> {
  await sleepAsync(durationMs);
  starts++;
  return starts;
}

/** Milliseconds from the first `start` to the last `join` of so many threads that wait. */
export function waits(count: number, durationMs: number): number {
  const beganMs = performance.now();
  const threads = Array.from({ length: count }, () => new Thread({ target: nap, args: [durationMs] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  const tookMs = performance.now() - beganMs;
  for (const thread of threads) if (thread.result() !== 1) throw new Error("a variable of another thread was seen");
  return tookMs;
}

/** Milliseconds from `new Worker` to its first instruction, each of so many. */
export function startsWorkers(count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const words = new Int32Array(new SharedArrayBuffer(4));
    const beganMs = performance.now();
    const worker = new Worker(
      "const { workerData } = require('node:worker_threads'); Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0);",
      { eval: true, workerData: words },
    );
    Atomics.wait(words, 0, 0);
    const tookMs = performance.now() - beganMs;
    void worker.terminate();
    return tookMs;
  });
}
