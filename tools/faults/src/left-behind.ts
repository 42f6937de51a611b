import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Boxes' control groups lie at most so deep. */
const DEPTH_MAX = 6;

/** Control groups made by one of these processes. */
export function leftGroups(pids: ReadonlySet<number>, folder = "/sys/fs/cgroup", depth = 0): readonly string[] {
  if (depth > DEPTH_MAX) return [];
  let names: readonly string[];
  try {
    names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  } catch {
    return []; // gone meanwhile, or not ours to look at
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    const owner = /^lockstep-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined) return pids.has(Number(owner)) ? [path] : [];
    return leftGroups(pids, path, depth + 1);
  });
}

/** Places where something is mounted, as this process sees it. */
export function mountPoints(): readonly string[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? []);
}
