import { workerData } from "node:worker_threads";
import { threadCpuTimeMs } from "@lockstep/threading/machinery";
import { SLOT, type TimingMemory, WORD } from "./timing-layout.ts";

/** Steps of pure arithmetic: some tens of milliseconds on its own core. */
const STEPS = 30_000_000;

const { memory, index }: { memory: TimingMemory; index: number } = workerData;
const { words, slots } = memory;

function work(): number {
  let x = 1;
  for (let step = 0; step < STEPS; step++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

Atomics.add(words, WORD.ready, 1);
Atomics.notify(words, WORD.ready);
Atomics.wait(words, WORD.go, 0);
const wall = performance.now();
if (work() === 0) throw new Error("the generator never yields 0");
slots[index * SLOT.count + SLOT.wallTimeMs] = performance.now() - wall;
slots[index * SLOT.count + SLOT.cpuTimeMs] = threadCpuTimeMs();
Atomics.add(words, WORD.done, 1);
Atomics.notify(words, WORD.done);
for (;;) Atomics.wait(words, WORD.go, 1); // parked, so that the runner reads complete accounts
