import { readFileSync } from "node:fs";
import { allowedCores } from "./cores.ts";

/** Whether, and how well, a machine can measure threads. */
export interface TimingFitness {
  /** False: the kernel keeps no account of threads, so claims on real threads are not measurable here. Virtual cores need none. */
  readonly isMeasurable: boolean;
  readonly cores: number;
  /** Cores that share their unit with another one, as far as the machine says so. */
  readonly siblings: number;
  /** While this looked: share of its time in which it could have run and had no core. Load, not a fault. */
  readonly waitedShare: number;
  /** Share of the machine's time that its host gave to other machines, since it started. */
  readonly stolenShare: number;
  /** All of it in a sentence. */
  readonly detail: string;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Long enough that a busy machine takes the core away at least once. */
const LOOK_MS = 60;

/** Looks at the machine for some tens of milliseconds, in which the calling thread works. */
export function timingFitness(): TimingFitness {
  const before = account();
  for (const until = performance.now() + LOOK_MS; performance.now() < until;);
  process.cpuUsage(); // brings the account of a running thread up to date
  const after = account();
  const [workedNs, waitedNs] = [after.cpuNs - before.cpuNs, after.delayNs - before.delayNs];
  const isMeasurable = workedNs > 0;
  const waitedShare = isMeasurable ? waitedNs / (workedNs + waitedNs) : 0;
  const cores = allowedCores();
  const siblings = cores.filter((core) => siblingsOf(core) > 1).length;
  const stolenShare = stolen();
  const parts = isMeasurable
    ? [
        `${cores.length} ${cores.length === 1 ? "core" : "cores"}${siblings > 0 ? `, ${siblings} of them share a unit` : ""}`,
        `other programs held this one up for ${percent(waitedShare)} of the time`,
        ...(stolenShare >= 0.005 ? [`the host took ${percent(stolenShare)} for other machines`] : []),
      ]
    : ["this kernel keeps no account of threads (CONFIG_SCHED_INFO): claims on real threads are not measurable here"];
  return { isMeasurable, cores: cores.length, siblings, waitedShare, stolenShare, detail: parts.join("; ") };
}

/** Of the calling thread. All zero where the kernel keeps none. */
function account(): { readonly cpuNs: number; readonly delayNs: number } {
  try {
    const [cpuNs = 0, delayNs = 0] = readFileSync("/proc/thread-self/schedstat", "utf8").split(" ").map(Number);
    return { cpuNs, delayNs };
  } catch {
    return { cpuNs: 0, delayNs: 0 };
  }
}

function siblingsOf(core: number): number {
  try {
    const list = readFileSync(`/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`, "utf8");
    return allowedCores(`Cpus_allowed_list:\t${list}`).length;
  } catch {
    return 1; // it is not told
  }
}

function stolen(): number {
  try {
    const ticks = /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]?.split(" ").map(Number) ?? [];
    const all = ticks.slice(0, 8).reduce((sum, each) => sum + each, 0);
    return all === 0 ? 0 : (ticks[7] ?? 0) / all;
  } catch {
    return 0;
  }
}
