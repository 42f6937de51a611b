import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { threadCpuTimeMs } from "@lockstep/threading/machinery";
import { SLOT, THREADS, type TimingMemory, WORD } from "./timing-layout.ts";

/** Two threads that work at once, each with its own exact clock; parked when this answers. */
export async function joint(): Promise<unknown> {
  const memory: TimingMemory = {
    words: new Int32Array(new SharedArrayBuffer(16)),
    slots: new Float64Array(new SharedArrayBuffer(THREADS * SLOT.count * 8)),
  };
  const start = (index: number) =>
    new Worker(new URL("./timing-worker.mjs", import.meta.url), {
      name: `timed-${index}`,
      workerData: { memory, index },
    });
  Array.from({ length: THREADS }, (_, index) => start(index));
  await reaches(memory.words, WORD.ready, THREADS);
  Atomics.store(memory.words, WORD.go, 1);
  Atomics.notify(memory.words, WORD.go);
  await reaches(memory.words, WORD.done, THREADS);
  return {
    cores: availableParallelism(),
    hasProcessTable: existsSync("/proc/thread-self") || existsSync("/proc/self/stat"),
    threads: Array.from({ length: THREADS }, (_, index) => ({
      name: `timed-${index}`,
      cpuTimeMs: memory.slots[index * SLOT.count + SLOT.cpuTimeMs],
      wallTimeMs: memory.slots[index * SLOT.count + SLOT.wallTimeMs],
    })),
    clock: clockGrains(),
  };
}

/** Smallest advances of the clock while this thread runs: an account a tick old stands still and then jumps. */
function clockGrains(): number {
  let still = 0;
  for (let read = 0; read < 200; read++) {
    const before = threadCpuTimeMs();
    const until = performance.now() + 0.05;
    while (performance.now() < until);
    if (threadCpuTimeMs() === before) still++;
  }
  return still;
}

async function reaches(words: Int32Array<SharedArrayBuffer>, index: number, value: number): Promise<void> {
  for (let seen = 0; seen < value; seen = Atomics.load(words, index)) await Atomics.waitAsync(words, index, seen).value;
}
