/** Four hundred threads that wait two seconds each, in a process that has done nothing before; prints what it took. */
import { runOnWorker } from "@lockstep/threading/machinery";

const THREADS = 400;
const durationMs = 2000;
const programs = new URL("./programs.ts", import.meta.url).href;
const end = await runOnWorker(programs, "waits", [THREADS, durationMs], { warmWorkers: 2 });
if (end.kind !== "over") throw new Error(JSON.stringify(end));
const memoryMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ tookMs: end.result, durationMs, memoryMiB }));
