/** The least that a hand-over can cost: a word that one thread sets and another sleeps on, there and back. */
import { isMainThread, Worker, workerData } from "node:worker_threads";

const THERE = 0;
const BACK = 16;

if (!isMainThread && workerData?.baton instanceof SharedArrayBuffer) {
  const words = new Int32Array(workerData.baton);
  for (;;) {
    while (Atomics.compareExchange(words, THERE, 1, 0) !== 1) Atomics.wait(words, THERE, 0);
    Atomics.store(words, BACK, 1);
    Atomics.notify(words, BACK, 1);
  }
}

const HAND_OVERS = 5000;

/** There and back between two threads, a second. */
export async function handOversPerSecond(): Promise<number> {
  const baton = new SharedArrayBuffer(256);
  const words = new Int32Array(baton);
  const worker = new Worker(new URL(import.meta.url), { workerData: { baton } });
  const handOver = () => {
    Atomics.store(words, THERE, 1);
    Atomics.notify(words, THERE, 1);
    while (Atomics.compareExchange(words, BACK, 1, 0) !== 1) Atomics.wait(words, BACK, 0);
  };
  for (let i = 0; i < 500; i++) handOver();
  const began = performance.now();
  for (let i = 0; i < HAND_OVERS; i++) handOver();
  const tookMs = performance.now() - began;
  await worker.terminate();
  return (HAND_OVERS / tookMs) * 1000;
}
