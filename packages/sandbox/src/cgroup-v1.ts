import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type Group, type GroupLimits, type Groups, ownGroup, readCount, removeGroups } from "./cgroup-tree.ts";

const NANOSECONDS_PER_MS = 1e6;
/** Where distributions mount each controller; two of them share a mount on some. */
const MOUNTS = {
  memory: ["/sys/fs/cgroup/memory"],
  pids: ["/sys/fs/cgroup/pids"],
  cpuacct: ["/sys/fs/cgroup/cpuacct", "/sys/fs/cgroup/cpu,cpuacct"],
} as const;

/** This process's own group of a controller: what bounds the runner bounds its boxes too. */
function parentOf(controller: keyof typeof MOUNTS): string {
  const mount = MOUNTS[controller].find((folder) => existsSync(`${folder}/cgroup.procs`));
  const own = ownGroup(controller);
  if (mount === undefined || own === undefined) throw new Error(`cgroup v1 has no ${controller} controller here`);
  return own === "/" ? mount : `${mount}${own}`;
}

/** @throws when a controller is missing; whether groups may be made shows only when one is made. */
export function openCgroupV1(): Groups {
  const memory = parentOf("memory");
  const pids = parentOf("pids");
  const cpuacct = parentOf("cpuacct");
  return {
    kind: "v1",
    parents: [memory, pids, cpuacct],
    make: (name, limits) =>
      makeGroup({ memory: `${memory}/${name}`, pids: `${pids}/${name}`, cpuacct: `${cpuacct}/${name}` }, limits),
  };
}

function makeGroup(folders: { memory: string; pids: string; cpuacct: string }, limits: GroupLimits): Group {
  const { memory, pids, cpuacct } = folders;
  for (const folder of [memory, pids, cpuacct]) mkdirSync(folder, { recursive: true });
  writeFileSync(`${memory}/memory.limit_in_bytes`, String(limits.memoryBytes));
  // Absent where the kernel does not account for swap.
  const withSwap = `${memory}/memory.memsw.limit_in_bytes`;
  if (existsSync(withSwap)) writeFileSync(withSwap, String(limits.memoryBytes));
  writeFileSync(`${pids}/pids.max`, String(limits.processes));
  return {
    joinFiles: [memory, pids, cpuacct].map((folder) => `${folder}/cgroup.procs`),
    usage: () => ({
      cpuTimeMs: readCount(`${cpuacct}/cpuacct.usage`) / NANOSECONDS_PER_MS,
      memoryBytesMax: readCount(`${memory}/memory.max_usage_in_bytes`),
      memoryKills: readCount(`${memory}/memory.oom_control`, "oom_kill"),
    }),
    destroy: () => removeGroups([memory, pids, cpuacct]),
  };
}
