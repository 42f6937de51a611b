import { readdirSync } from "node:fs";
import { type Groups, removeGroups } from "./cgroup-tree.ts";
import { openCgroupV1 } from "./cgroup-v1.ts";
import { openCgroupV2 } from "./cgroup-v2.ts";
import { ownedName, ownerOf } from "./owned-name.ts";

/** Either groups, or the reason why there are none. */
export type GroupsFound = { readonly groups: Groups } | { readonly groups: null; readonly because: string };

/** Finds out, by making a group and removing it, which control groups can be used. */
export async function findGroups(want: "auto" | "v1" | "v2" | "none"): Promise<GroupsFound> {
  if (want === "none") return { groups: null, because: "they are switched off" };
  const openers = { v1: [openCgroupV1], v2: [openCgroupV2], auto: [openCgroupV2, openCgroupV1] }[want];
  const reasons: string[] = [];
  for (const open of openers) {
    try {
      const groups = open();
      await sweep(groups);
      const trial = groups.make(ownedName("trial"), { memoryBytes: 2 ** 26, processes: 16 });
      trial.usage();
      await trial.destroy();
      return { groups };
    } catch (cause) {
      reasons.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  return { groups: null, because: reasons.join("; ") };
}

/**
 * Removes what a runner that was killed has left, members and all. Its boxes end with it, but for a bubblewrap that was
 * just starting: its child waits for the dead parent, and would for ever. What doesn't end in five seconds, the next start
 * removes.
 */
async function sweep(groups: Groups): Promise<void> {
  const left = leftGroups(groups).filter(({ owner }) => !owner.alive);
  await removeGroups(left.map(({ folder }) => folder));
}

/** Every box's group that is there now, with the process that made it. */
export function leftGroups(groups: Groups): { folder: string; owner: { pid: number; alive: boolean } }[] {
  return groups.parents.flatMap((parent) =>
    readdirSync(parent).flatMap((name) => {
      const owner = ownerOf(name);
      return owner === null ? [] : [{ folder: `${parent}/${name}`, owner }];
    }),
  );
}
