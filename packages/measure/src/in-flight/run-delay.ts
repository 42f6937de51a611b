import { readdirSync, readFileSync } from "node:fs";

const NANOSECONDS_PER_MS = 1e6;

/**
 * For how long the threads of a process could have run and had no core, summed over those that live, in ms since the
 * start of each; null where the kernel keeps no such account or the process is gone. Read from outside: the process has no
 * say in it.
 * @param threads - `first`: only the one that the process began with, beside which an interpreter has helpers.
 */
export function runDelayMs(pid: number, threads: "all" | "first" = "all"): number | null {
  try {
    let delayMs = 0;
    let cpuMs = 0;
    for (const thread of threads === "first" ? [String(pid)] : readdirSync(`/proc/${pid}/task`)) {
      const [cpu = 0, delay = 0] = accountOf(`/proc/${pid}/task/${thread}`);
      cpuMs += cpu / NANOSECONDS_PER_MS;
      delayMs += delay / NANOSECONDS_PER_MS;
    }
    return cpuMs === 0 ? null : delayMs;
  } catch {
    return null;
  }
}

function accountOf(folder: string): readonly number[] {
  try {
    return readFileSync(`${folder}/schedstat`, "utf8").split(" ").map(Number);
  } catch {
    return []; // ended meanwhile
  }
}
