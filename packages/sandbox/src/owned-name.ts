import { readFileSync } from "node:fs";

const PREFIX = "lockstep-";
/** Place of the start, in ticks since boot, after the name in `/proc/<pid>/stat`. proc_pid_stat(5) */
const STAT_STARTED = 19;

/**
 * Control groups and temporary folders are named `lockstep-<pid>-<start>-<what>` after the process that made them, so that
 * the leftovers of a killed runner can be told. Its number alone would not do: another process or thread has it soon.
 */
export function ownedName(what: string): string {
  return `${PREFIX}${process.pid}-${startOf(process.pid)}-${what}`;
}

/** Who made what has this name: null where it is no such name. */
export function ownerOf(name: string): { readonly pid: number; readonly alive: boolean } | null {
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
