import { expect, test } from "vitest";
import { BROWSER_TESTS, inLane, lanesOf } from "../src/test-lanes.ts";
import { readWorkspaces } from "../src/workspaces.ts";

const workspace = (name: string, uses: readonly string[] = []) => ({
  name: `@lockstep/${name}`,
  folder: `/packages/${name}`,
  scripts: new Map<string, string>(),
  uses: uses.map((used) => `@lockstep/${used}`),
});

test("what starts boxes or browsers is made one after another; the rest beside it", () => {
  const all = [
    workspace("memory"),
    workspace("sandbox", ["memory"]),
    workspace("judge", ["sandbox"]),
    workspace("runner", ["judge"]),
    workspace("dev"),
    workspace("web"),
  ];
  const runs = all.map((tested) => ({ workspace: tested, script: "test" }));
  const inBrowser = all.slice(-1).map((tested) => ({ workspace: tested, script: BROWSER_TESTS }));

  const { alone, beside } = lanesOf(all, [...runs, ...inBrowser]);

  expect(alone.map((run) => `${run.workspace.name} ${run.script}`)).toEqual([
    "@lockstep/sandbox test",
    "@lockstep/judge test",
    "@lockstep/runner test",
    "@lockstep/web test:e2e",
  ]);
  expect(beside.map((run) => run.workspace.name)).toEqual(["@lockstep/dev", "@lockstep/memory", "@lockstep/web"]);
});

test("in this repository the packages around the sandbox are among those that are made alone", () => {
  const all = readWorkspaces();
  const { alone, beside } = lanesOf(
    all,
    all.map((tested) => ({ workspace: tested, script: "test" })),
  );

  expect(alone.map((run) => run.workspace.name)).toEqual(
    expect.arrayContaining(["@lockstep/sandbox", "@lockstep/judge", "@lockstep/runner", "@lockstep/cli"]),
  );
  expect(beside.map((run) => run.workspace.name)).toEqual(expect.arrayContaining(["@lockstep/memory", "@lockstep/ui"]));
  expect(alone.length + beside.length).toBe(all.length);
});

test("a lane is as wide as it is told, and nobody is left out", async () => {
  let [now, most] = [0, 0];
  const done: number[] = [];

  await inLane([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    done.push(item);
    now--;
  });

  expect(most).toBe(2);
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
