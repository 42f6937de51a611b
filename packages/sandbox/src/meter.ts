import type { Group } from "./cgroup-tree.ts";
import { ProcessTree } from "./process-tree.ts";

/** What a box has used so far. */
export interface Reading {
  readonly cpuTimeMs: number;
  readonly memoryBytesMax: number | null;
  /** The kernel has ended a process of the box for lack of memory, or a sample passed the limit. */
  readonly memoryExceeded: boolean;
}

/** Reads what one box uses. */
export interface Meter {
  readonly source: "cgroup" | "sampled";
  /** How often to look while the box runs. */
  readonly intervalMs: number;
  read(): Reading;
}

/** The kernel's account of the box's group: complete, also for processes nobody waits for. */
export function groupMeter(group: Group): Meter {
  return {
    source: "cgroup",
    intervalMs: 25,
    read: () => {
      const { cpuTimeMs, memoryBytesMax, memoryKills } = group.usage();
      return { cpuTimeMs, memoryBytesMax, memoryExceeded: memoryKills > 0 };
    },
  };
}

/**
 * Samples of the process tree, for machines without control groups. Memory between two samples is missed; CPU time of
 * children that are reaped unseen reaches nobody, so it is a lower bound, and the wall limit is the bound that holds.
 */
export function sampledMeter(rootPid: () => number | null, memoryBytes: number): Meter {
  let cpuTimeMs = 0;
  let memoryBytesMax = 0;
  return {
    source: "sampled",
    intervalMs: 10,
    read: () => {
      const root = rootPid();
      if (root !== null) {
        const tree = new ProcessTree(root);
        // A forked page counts once a process in the sum; the dearer, fair share is asked only where the sum passes the limit.
        const sum = tree.residentBytes;
        memoryBytesMax = Math.max(memoryBytesMax, sum > memoryBytes ? Math.min(sum, tree.proportionalBytes()) : sum);
        cpuTimeMs = Math.max(cpuTimeMs, tree.cpuTimeMs);
      }
      return {
        cpuTimeMs,
        memoryBytesMax: memoryBytesMax || null,
        memoryExceeded: memoryBytesMax > memoryBytes,
      };
    },
  };
}
