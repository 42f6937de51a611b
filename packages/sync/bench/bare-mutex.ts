/* oxlint-disable unicorn/require-post-message-target-origin -- a worker, not a window */
/** The hand-made peer: a mutex of three states on raw atomics, in a worker with nothing around it. */
import { parentPort, workerData } from "node:worker_threads";

const { words, pairs }: { readonly words: Int32Array<SharedArrayBuffer>; readonly pairs: number } = workerData;
const MUTEX = 0;
const START = 16;

function acquire(): void {
  if (Atomics.compareExchange(words, MUTEX, 0, 1) === 0) return;
  while (Atomics.exchange(words, MUTEX, 2) !== 0) Atomics.wait(words, MUTEX, 2);
}

function release(): void {
  if (Atomics.exchange(words, MUTEX, 0) === 2) Atomics.notify(words, MUTEX, 1);
}

parentPort?.postMessage("ready");
Atomics.wait(words, START, 0);
for (let i = 0; i < pairs; i++) {
  acquire();
  release();
}
parentPort?.postMessage("done");
