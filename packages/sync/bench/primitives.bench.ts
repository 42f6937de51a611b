import { type BenchRow, byTurns, rowOf } from "@lockstep/dev/bench";
import { runOnWorker } from "@lockstep/threading/machinery";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { openMultithreading } from "./multithreading.ts";

const PAIRS = 2_000_000;
/** Enough for a clock of 4 ms, as some systems have it for what a thread used. */
const PAIRS_ALONE = 6_000_000;
const TURNS = 5;
const programs = new URL("./programs.ts", import.meta.url).href;

const uncontended = () => ours("uncontendedLock", PAIRS_ALONE);
const contended = () => ours("contendedLock", PAIRS);
const semaphore = () => ours("contendedSemaphore", PAIRS / 4);

export async function bench(): Promise<readonly BenchRow[]> {
  const multithreading = await openMultithreading();
  const python = hasPython() ? () => uncontendedPython(PAIRS / 2) : null;
  // Of one thread it counts what it used: on a machine that others use too, the clock on the wall told 28 ns or 50 for the same.
  const ns = { unit: "ns CPU", better: "less" } as const;
  const rate = { unit: "M pairs/s", better: "more" } as const;
  const rows = [
    await row({
      id: "lock.uncontended:cas-pair",
      ...ns,
      peerName: "raw atomics",
      ours: uncontended,
      peer: () => casPair(PAIRS_ALONE),
    }),
    await row({
      id: "lock.uncontended:multithreading",
      ...ns,
      peerName: "blockingLock",
      ours: uncontended,
      peer: multithreading && (() => multithreading.uncontended(PAIRS / 20)),
    }),
    await row({ id: "lock.uncontended:cpython", ...ns, peerName: "threading.Lock", ours: uncontended, peer: python }),
    await row({
      id: "lock.contended-2:futex",
      ...rate,
      peerName: "bare mutex",
      ours: contended,
      peer: () => bareMutex(PAIRS),
    }),
    await row({
      id: "lock.contended-2:multithreading",
      ...rate,
      peerName: "multithreading",
      ours: contended,
      peer: multithreading && (() => multithreading.contendedLock(PAIRS / 20)),
    }),
    await row({
      id: "semaphore.contended:multithreading",
      ...rate,
      peerName: "multithreading",
      ours: semaphore,
      peer: multithreading && (() => multithreading.contendedSemaphore(PAIRS / 20)),
    }),
  ];
  multithreading?.close();
  return rows;
}

/** One row: samples by turns, or ours alone where the peer is not measured. */
async function row({
  ours: sample,
  peer,
  ...rest
}: {
  readonly id: string;
  readonly unit: string;
  readonly better: "less" | "more";
  readonly peerName: string;
  readonly ours: () => Promise<number>;
  readonly peer: (() => number | Promise<number>) | null;
}): Promise<BenchRow> {
  return rowOf({ ...rest, ...(await byTurns(TURNS, sample, peer)) });
}

async function ours(program: string, pairs: number): Promise<number> {
  const end = await runOnWorker(programs, program, [pairs]);
  if (end.kind !== "over" || typeof end.result !== "number") throw new Error(`${program} ended as ${end.kind}`);
  return end.result;
}

function casPair(pairs: number): number {
  const words = new Int32Array(new SharedArrayBuffer(64));
  const before = process.threadCpuUsage();
  for (let i = 0; i < pairs; i++) {
    if (Atomics.compareExchange(words, 0, 0, 1) !== 0) throw new Error("somebody else is here");
    Atomics.store(words, 0, 0);
  }
  const { user, system } = process.threadCpuUsage(before);
  return ((user + system) * 1000) / pairs;
}

async function bareMutex(pairs: number): Promise<number> {
  const words = new Int32Array(new SharedArrayBuffer(256));
  const workers = [1, 2].map(
    () => new Worker(new URL("./bare-mutex.ts", import.meta.url), { workerData: { words, pairs } }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const done = Promise.all(workers.map((worker) => once(worker, "message")));
  const beganMs = performance.now();
  Atomics.store(words, 16, 1);
  Atomics.notify(words, 16);
  await done;
  const tookMs = performance.now() - beganMs;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return (2 * pairs) / tookMs / 1000;
}

function hasPython(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function uncontendedPython(pairs: number): number {
  const code = `
import threading, time
lock = threading.Lock()
began = time.thread_time_ns()
for _ in range(${pairs}):
    lock.acquire(); lock.release()
print((time.thread_time_ns() - began) / ${pairs})`;
  return Number(execFileSync("python3", ["-c", code], { encoding: "utf8" }));
}
