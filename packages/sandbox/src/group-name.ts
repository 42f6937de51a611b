import { readFileSync } from "node:fs";

const PREFIX = "lockstep-";
/** Place of the start, in ticks since boot, after the name in `/proc/<pid>/stat`. proc_pid_stat(5) */
const STAT_STARTED = 19;

/**
 * Groups are named `lockstep-<pid>-<start>-<what>` after the process that made them, so that the leftovers of a killed
 * runner can be told. Its number alone would not do: another process or thread has it soon.
 */
export function groupName(what: string): string {
  return `${PREFIX}${process.pid}-${startOf(process.pid)}-${what}`;
}

/** Who made the group of this name: null where it is no box's group. */
export function groupOwner(name: string): { readonly pid: number; readonly alive: boolean } | null {
  const [, pid, start] = new RegExp(`^${PREFIX}(\\d+)-(\\d+)-`).exec(name) ?? [];
  return pid === undefined ? null : { pid: Number(pid), alive: startOf(Number(pid)) === start };
}

/** When the process started, as the kernel counts; undefined when there is none of this number. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[STAT_STARTED];
  } catch {
    return undefined;
  }
}
