import { readdirSync, readFileSync } from "node:fs";

/** `USER_HZ`: the unit of times in `/proc`, the same on every architecture that has a filter. */
const MS_PER_TICK = 10;
const BYTES_PER_KIB = 1024;
/** More is walked over no box: its process limit is below. */
const PROCESSES_MAX = 4096;

/** Fields of `/proc/<pid>/stat`, counted from the one after the name. */
const STAT = { userTicks: 11, systemTicks: 12, childUserTicks: 13, childSystemTicks: 14 } as const;

/** The processes below one pid, as they are at this moment; orphans fall to the box's pid 1 and stay below it. */
export class ProcessTree {
  readonly pids: readonly number[];
  /** Anonymous and shared memory, summed: a page shared by two processes counts twice. */
  readonly residentBytes: number;
  readonly cpuTimeMs: number;

  constructor(root: number) {
    const pids: number[] = [];
    let residentBytes = 0;
    let ticks = 0;
    const waiting = [root];
    for (let pid = waiting.pop(); pid !== undefined && pids.length < PROCESSES_MAX; pid = waiting.pop()) {
      pids.push(pid);
      try {
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        residentBytes += kibibytes(status, "RssAnon") + kibibytes(status, "RssShmem");
        ticks += ticksOf(pid, pid === root);
        waiting.push(...childrenOf(pid));
      } catch {
        // ended meanwhile
      }
    }
    this.pids = pids;
    this.residentBytes = residentBytes;
    this.cpuTimeMs = ticks * MS_PER_TICK;
  }

  /** Each page shared fairly; Infinity where the kernel won't say, so that the sum decides. */
  proportionalBytes(): number {
    let bytes = 0;
    for (const pid of this.pids) {
      try {
        const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
        bytes += kibibytes(rollup, "Pss_Anon") + kibibytes(rollup, "Pss_Shmem");
      } catch (cause) {
        if (!isGone(cause)) return Infinity;
      }
    }
    return bytes;
  }
}

function isGone(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ESRCH");
}

function kibibytes(text: string, key: string): number {
  return BYTES_PER_KIB * Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}

/** The name may hold spaces and brackets: fields are counted after the last one. */
function ticksOf(pid: number, withChildren: boolean): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = Number(fields[STAT.userTicks]) + Number(fields[STAT.systemTicks]);
  return withChildren ? own + Number(fields[STAT.childUserTicks]) + Number(fields[STAT.childSystemTicks]) : own;
}

/** Children of all threads of a process: what a worker thread has forked is listed with that thread. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}
