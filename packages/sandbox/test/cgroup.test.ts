import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findGroups } from "../src/cgroup.ts";
import { GROUP_PREFIX } from "../src/cgroup-tree.ts";

const found = await findGroups("auto");

test.skipIf(found.groups === null)(
  "what a dead runner left is removed, with a process that still sleeps in it",
  async () => {
    if (found.groups === null) throw new Error(found.because);
    const dead = spawnSync("true").pid;
    const name = `${GROUP_PREFIX}${dead}-1`;
    const group = found.groups.make(name, { memoryBytes: 2 ** 26, processes: 16 });
    const sleeper = spawn("sleep", ["600"]);
    for (const file of group.joinFiles) writeFileSync(file, String(sleeper.pid));
    const ended = once(sleeper, "exit");

    await findGroups("auto");

    expect(found.groups.parents.filter((parent) => existsSync(`${parent}/${name}`))).toEqual([]);
    expect((await ended)[1]).toBe("SIGKILL");
  },
);
