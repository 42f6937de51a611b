/** The least that a hand-over can cost: a word that one thread sets and another sleeps on, there and back. */
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { bindTo } from "../src/gated/cores.ts";

const THERE = 0;
const BACK = 16;
const HAND_OVERS = 5000;

if (!isMainThread && workerData?.baton instanceof SharedArrayBuffer) {
  const words = new Int32Array(workerData.baton);
  for (;;) {
    while (Atomics.compareExchange(words, THERE, 1, 0) !== 1) Atomics.wait(words, THERE, 0);
    Atomics.store(words, BACK, 1);
    Atomics.notify(words, BACK, 1);
  }
}
if (!isMainThread && workerData?.start instanceof SharedArrayBuffer) {
  const { start, core, pairs, told } = workerData;
  if (core !== null) bindTo([core]);
  const rate = await handOversPerSecond({ start: new Int32Array(start), pairs });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
  told.postMessage(rate);
}

/** A pair of threads begins once all pairs are there. */
interface Together {
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly pairs: number;
}

/** There and back between the calling thread and another one, a second. */
export async function handOversPerSecond(together: Together | null = null): Promise<number> {
  const baton = new SharedArrayBuffer(256);
  const words = new Int32Array(baton);
  const worker = new Worker(new URL(import.meta.url), { workerData: { baton } });
  const handOver = () => {
    Atomics.store(words, THERE, 1);
    Atomics.notify(words, THERE, 1);
    while (Atomics.compareExchange(words, BACK, 1, 0) !== 1) Atomics.wait(words, BACK, 0);
  };
  for (let i = 0; i < 500; i++) handOver();
  if (together) awaitAll(together);
  const began = performance.now();
  for (let i = 0; i < HAND_OVERS; i++) handOver();
  const tookMs = performance.now() - began;
  await worker.terminate();
  return (HAND_OVERS / tookMs) * 1000;
}

/** The same with a pair of threads on each of these cores at the same time: the sum of all. */
export async function handOversOnAll(cores: readonly (number | null)[]): Promise<number> {
  const start = new SharedArrayBuffer(4);
  const rates = cores.map(async (core) => {
    const { port1, port2 } = new MessageChannel();
    const rate = new Promise<number>((resolve) => void port1.once("message", resolve));
    const data = { start, core, pairs: cores.length, told: port2 };
    const worker = new Worker(new URL(import.meta.url), { workerData: data, transferList: [port2] });
    const told = await rate;
    await worker.terminate();
    return told;
  });
  return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
}

function awaitAll({ start, pairs }: Together): void {
  Atomics.add(start, 0, 1);
  Atomics.notify(start, 0);
  for (let here = Atomics.load(start, 0); here < pairs; here = Atomics.load(start, 0)) Atomics.wait(start, 0, here);
}
