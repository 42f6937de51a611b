import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessEntry } from "@lockstep/dev/process-table";

/** Boxes' control groups lie at most so deep. */
const DEPTH_MAX = 6;

/** Control groups made by one of these processes; their numbers may be others' by now. */
export function leftGroups(makers: readonly ProcessEntry[], folder = "/sys/fs/cgroup", depth = 0): readonly string[] {
  if (depth > DEPTH_MAX) return [];
  let names: readonly string[];
  try {
    names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  } catch {
    return []; // gone meanwhile, or not ours to look at
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (/^lockstep-\d+-/.test(name))
      return makers.some(({ pid, began }) => name.startsWith(`lockstep-${pid}-${began}-`)) ? [path] : [];
    return leftGroups(makers, path, depth + 1);
  });
}

/** Places where something is mounted, as this process sees it. */
export function mountPoints(): readonly string[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? []);
}
