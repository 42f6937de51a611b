import { type BenchRow, byTurns, rowOf } from "@lockstep/dev/bench";
import { runOnWorker } from "@lockstep/threading/machinery";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const STARTS = 40;
const TURNS = 5;
const MEMORY_MIB_MAX = 150;
const programs = new URL("./programs.ts", import.meta.url).href;
const waitsFile = fileURLToPath(new URL("./waits.ts", import.meta.url));

/** Threads on workers that are there, beside new bare workers; and 400 threads that wait, beside the time that they wait. */
export async function bench(): Promise<readonly BenchRow[]> {
  const starts = await byTurns(TURNS, ours, worker);
  const waits = Array.from({ length: TURNS }, waitInAProcess);
  const tookMs = waits.map((each) => each.tookMs);
  const memoryMiB = waits.map((each) => each.memoryMiB);
  return [
    rowOf({ id: "thread.start-warm:worker", unit: "ms", better: "less", peerName: "bare worker", ...starts }),
    rowOf({
      id: "waits-400:ideal",
      unit: "ms",
      better: "less",
      peerName: "the waiting",
      ours: tookMs,
      peer: waits.map((each) => each.durationMs),
    }),
    rowOf({
      id: "waits-400.memory:limit",
      unit: "MiB",
      better: "less",
      peerName: "limit",
      ours: memoryMiB,
      peer: memoryMiB.map(() => MEMORY_MIB_MAX),
    }),
  ];
}

/** Median milliseconds to a thread's first instruction. */
async function ours(): Promise<number> {
  const end = await runOnWorker(programs, "startsWarm", [STARTS], { warmWorkers: 1 });
  return median(end.kind === "over" ? end.result : null);
}

/** The same of a worker that does nothing else, by a thread that sleeps until then, as ours does. */
async function worker(): Promise<number> {
  const end = await runOnWorker(programs, "startsWorkers", [5]);
  return median(end.kind === "over" ? end.result : null);
}

function median(times: unknown): number {
  if (!Array.isArray(times)) throw new Error("The program did not end well.");
  return Number(times.toSorted((a: number, b: number) => a - b)[Math.floor(times.length / 2)]);
}

interface Waited {
  readonly tookMs: number;
  readonly durationMs: number;
  readonly memoryMiB: number;
}

/** In a process of its own: its peak memory is that of these threads. */
function waitInAProcess(): Waited {
  return JSON.parse(execFileSync(process.execPath, [waitsFile], { encoding: "utf8" }));
}
