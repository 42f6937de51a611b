import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Group, type GroupLimits, type Groups, ownGroup, readCount, removeGroups } from "./cgroup-tree.ts";

const MICROSECONDS_PER_MS = 1e3;
/** Group into which the runner itself moves, so that the one above may have sub-groups with controllers. */
const SUPERVISOR = "supervisor";

/** @throws when the unified tree lacks the memory controller, or is not delegated to this process. */
export function openCgroupV2(): Groups {
  const root = existsSync("/sys/fs/cgroup/cgroup.controllers") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
  const own = ownGroup("");
  if (own === undefined || !existsSync(`${root}/cgroup.controllers`)) throw new Error("there is no cgroup v2 here");
  if (!readFileSync(`${root}/cgroup.controllers`, "utf8").split(/\s/).includes("memory"))
    throw new Error("cgroup v2 has no memory controller here");
  const parent = delegate(`${root}${own === "/" ? "" : own}`);
  return { kind: "v2", parents: [parent], make: (name, limits) => makeGroup(`${parent}/${name}`, limits) };
}

/**
 * Makes a group whose sub-groups have controllers; answers its path. Done once, before the first box: a second move
 * would carry the shell of a starting box, listed before it joined its group, back out of it.
 */
function delegate(own: string): string {
  const parent = own.endsWith(`/${SUPERVISOR}`) ? own.slice(0, -SUPERVISOR.length - 1) : own;
  // The root group has no such file, and may have both processes and sub-groups.
  if (parent === own && existsSync(`${own}/memory.max`)) {
    mkdirSync(`${own}/${SUPERVISOR}`, { recursive: true });
    for (const pid of readFileSync(`${own}/cgroup.procs`, "utf8").split("\n")) {
      try {
        if (pid !== "") writeFileSync(`${own}/${SUPERVISOR}/cgroup.procs`, pid);
      } catch {
        // ended meanwhile
      }
    }
  }
  writeFileSync(`${parent}/cgroup.subtree_control`, "+memory +pids +cpu");
  return parent;
}

function makeGroup(folder: string, limits: GroupLimits): Group {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/memory.max`, String(limits.memoryBytes));
  // Absent where the machine has no swap controller.
  if (existsSync(`${folder}/memory.swap.max`)) writeFileSync(`${folder}/memory.swap.max`, "0");
  writeFileSync(`${folder}/memory.oom.group`, "1");
  writeFileSync(`${folder}/pids.max`, String(limits.processes));
  const peak = `${folder}/memory.peak`;
  return {
    joinFiles: [`${folder}/cgroup.procs`],
    usage: () => ({
      cpuTimeMs: readCount(`${folder}/cpu.stat`, "usage_usec") / MICROSECONDS_PER_MS,
      memoryBytesMax: existsSync(peak) ? readCount(peak) : null,
      memoryKills: readCount(`${folder}/memory.events`, "oom_kill"),
    }),
    destroy: async () => {
      // Since 5.14 one write ends all members at once.
      if (existsSync(`${folder}/cgroup.kill`)) writeFileSync(`${folder}/cgroup.kill`, "1");
      return removeGroups([folder]);
    },
  };
}
