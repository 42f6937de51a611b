import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * Cores of the calling thread. Threads that hand over to one another are several times as fast on one core as on two, where
 * each hand-over wakes a core that has gone to sleep; so a team has one.
 */

/** Numbers of the cores that it may use; empty where the system doesn't say. */
export function ownCores(): readonly number[] {
  try {
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/thread-self/status", "latin1"))?.[1] ?? "";
    return list.split(",").flatMap((part) => {
      const [from = NaN, to = from] = part.split("-").map(Number);
      return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_none, i) => from + i);
    });
  } catch {
    return [];
  }
}

/** Binds it to these cores, and with it the threads that it will start. Answers false where that can't be done: then they are of all cores. */
export function bindTo(cores: readonly number[]): boolean {
  if (cores.length === 0) return false;
  try {
    const thread = readlinkSync("/proc/thread-self").split("/").at(-1) ?? "";
    return spawnSync("taskset", ["--cpu-list", "--pid", cores.join(), thread]).status === 0;
  } catch {
    return false;
  }
}
