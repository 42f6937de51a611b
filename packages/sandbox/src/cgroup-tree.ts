import { existsSync, readFileSync, rmdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** What the kernel counted of a group. */
export interface GroupUsage {
  readonly cpuTimeMs: number;
  /** Null where the kernel keeps no peak (v2 before 5.19). */
  readonly memoryBytesMax: number | null;
  /** Processes that were killed because the group was at its memory limit. */
  readonly memoryKills: number;
}

/** Bounds that the kernel holds for the group as a whole. */
export interface GroupLimits {
  readonly memoryBytes: number;
  /** Processes and threads together. */
  readonly processes: number;
}

/** The control group of one box. */
export interface Group {
  /** Files into which the launcher's shell writes its pid before it drops privileges. */
  readonly joinFiles: readonly string[];
  usage(): GroupUsage;
  /** Kills every member and removes the group; false when something of it is still there after five seconds. */
  destroy(): Promise<boolean>;
}

/** Control groups as this process may use them. */
export interface Groups {
  readonly kind: "v1" | "v2";
  /** Folders below which boxes' groups are made. */
  readonly parents: readonly string[];
  make(name: string, limits: GroupLimits): Group;
}

const REMOVE_TURNS_MAX = 1000;
const REMOVE_PAUSE_MS = 5;

/** Removes groups, killing members until none is left. A big teardown (millions of inodes) takes seconds. */
export async function removeGroups(folders: readonly string[]): Promise<boolean> {
  for (let turn = 0; turn < REMOVE_TURNS_MAX; turn++) {
    const left = folders.filter((folder) => existsSync(folder));
    if (left.length === 0) return true;
    for (const folder of left) removeGroup(folder);
    if (!left.some((folder) => existsSync(folder))) return true;
    await pause(REMOVE_PAUSE_MS);
  }
  return false;
}

function removeGroup(folder: string): void {
  try {
    for (const pid of readFileSync(`${folder}/cgroup.procs`, "utf8").split("\n")) {
      // A member is alive or a zombie while it stands here, so its number is nobody else's.
      if (pid !== "") process.kill(Number(pid), "SIGKILL");
    }
  } catch {
    // ended meanwhile
  }
  try {
    rmdirSync(folder);
  } catch {
    // busy until its last member is reaped
  }
}

/** Path of this process's own group of a controller; of the unified tree for the empty name. */
export function ownGroup(controller: string): string | undefined {
  for (const line of readFileSync("/proc/self/cgroup", "utf8").split("\n")) {
    const [id, names = "", ...path] = line.split(":");
    const own = controller === "" ? id === "0" : names.split(",").includes(controller);
    if (own) return path.join(":");
  }
  return undefined;
}

/** The number after a key in a flat keyed file, or the file's only number. 0 where it is absent. */
export function readCount(file: string, key?: string): number {
  const text = readFileSync(file, "utf8");
  if (key === undefined) return Number(text.trim());
  const line = text.split("\n").find((entry) => entry.startsWith(`${key} `));
  return line === undefined ? 0 : Number(line.slice(key.length + 1));
}
