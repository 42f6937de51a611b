import { expect, test } from "vitest";
import { BROWSER_TESTS, inLane, lanesOf, SITES, type TestRun } from "../src/test-lanes.ts";
import { readWorkspaces } from "../src/workspaces.ts";

const workspace = (name: string, uses: readonly string[] = [], script = "vitest run") => ({
  name: `@lockstep/${name}`,
  folder: `/packages/${name}`,
  scripts: new Map([
    ["test", script],
    [BROWSER_TESTS, "with-db --throw-away -- vitest run"],
  ]),
  uses: uses.map((used) => `@lockstep/${used}`),
});
const names = (runs: readonly TestRun[]) => runs.map((run) => run.workspace.name);
const told = (runs: readonly TestRun[]) => runs.map((run) => `${run.workspace.name} ${run.script}`);

test("what tells boxes by the machine is made one after another, the rest beside it, and sites by whoever is free", () => {
  const all = [
    workspace("memory"),
    workspace("sandbox", ["memory"]),
    workspace("judge", ["sandbox"]),
    workspace("runner", ["judge"], "with-db --throw-away -- vitest run"),
    workspace("db", [], "with-db --throw-away -- vitest run"),
    workspace("dev"),
    workspace("web"),
  ];
  const runs = all.map((tested) => ({ workspace: tested, script: "test" }));
  const inBrowser = all.slice(-1).map((tested) => ({ workspace: tested, script: BROWSER_TESTS }));

  const { alone, beside, either } = lanesOf(all, [...runs, ...inBrowser]);

  expect(told(alone)).toEqual(["@lockstep/sandbox test", "@lockstep/judge test"]);
  expect(told(beside)).toEqual(["dev", "memory", "db", "web"].map((name) => `@lockstep/${name} test`));
  expect(told(either)).toEqual([`@lockstep/web ${BROWSER_TESTS}`, "@lockstep/runner test"]);
});

test("in this repository the packages around the sandbox are among those that are made alone", () => {
  const all = readWorkspaces();
  const runs = all.map((tested) => ({ workspace: tested, script: "test" }));
  const { alone, beside, either } = lanesOf(all, runs);

  expect(names(alone)).toEqual(expect.arrayContaining(["@lockstep/sandbox", "@lockstep/judge", "@lockstep/cli"]));
  expect(names(either)).toEqual(expect.arrayContaining(["@lockstep/runner", "@lockstep/faults"]));
  expect(names(beside)).toEqual(expect.arrayContaining(["@lockstep/memory", "@lockstep/ui"]));
  expect(beside[0]?.workspace.name).toBe(SITES);
  expect(alone.length + beside.length + either.length).toBe(all.length);
});

test("lanes share what is left over: each item is taken once, by whoever has none of its own", async () => {
  const { promise: longOne, resolve: endLongOne } = Promise.withResolvers<void>();
  const taken: string[] = [];
  const then = ["e1", "e2", "e3"].values();
  const work = async (item: string) => {
    taken.push(item);
    if (item === "long") await longOne;
    if (item === "e3") endLongOne();
  };

  await Promise.all([inLane(["long", "a2"], 1, work, then), inLane(["b1"], 1, work, then)]);

  expect(taken).toEqual(["long", "b1", "e1", "e2", "e3", "a2"]);
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
