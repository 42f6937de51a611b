import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findGroups } from "../src/cgroup.ts";
import { ownedName } from "../src/owned-name.ts";

const found = await findGroups("auto");

/** Makes a group of this name with a sleeper in it, has the leftovers removed, and tells what is left. */
async function leftOf(
  name: string,
): Promise<{ readonly left: readonly string[]; readonly sleeperEnded: string | null }> {
  if (found.groups === null) throw new Error(found.because);
  const group = found.groups.make(name, { memoryBytes: 2 ** 26, processes: 16 });
  const sleeper = spawn("sleep", ["600"]);
  for (const file of group.joinFiles) writeFileSync(file, String(sleeper.pid));
  const ended = once(sleeper, "exit");
  await findGroups("auto");
  const left = found.groups.parents.filter((parent) => existsSync(`${parent}/${name}`));
  if (left.length > 0) await group.destroy();
  return { left, sleeperEnded: (await ended)[1] };
}

test.skipIf(found.groups === null)(
  "what a dead runner left is removed, with a process that still sleeps in it",
  async () => {
    const dead = spawnSync("true").pid;
    const name = ownedName("1").replace(`-${process.pid}-`, `-${dead}-`);

    expect(await leftOf(name)).toEqual({ left: [], sleeperEnded: "SIGKILL" });
  },
);

test.skipIf(found.groups === null)(
  "what a dead runner left is removed though its number is another's now",
  async () => {
    const [, prefix, start] = /^(.*-)(\d+)-1$/.exec(ownedName("1")) ?? [];

    expect(await leftOf(`${prefix}${Number(start) - 1}-1`)).toEqual({ left: [], sleeperEnded: "SIGKILL" });
  },
);

test.skipIf(found.groups === null)("what a living runner has is left alone", async () => {
  expect((await leftOf(ownedName("living"))).left).not.toEqual([]);
});
