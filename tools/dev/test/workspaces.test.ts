import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readWorkspaces, selectWorkspaces, withUsed } from "../src/workspaces.ts";
import { openFolder } from "./command.ts";

function openRepository(packages: Readonly<Record<string, readonly string[]>>) {
  const folder = openFolder();
  for (const [place, uses] of Object.entries(packages)) {
    mkdirSync(join(folder.path, place), { recursive: true });
    const name = `@lockstep/${place.split("/").at(-1)}`;
    const dependencies = Object.fromEntries(uses.map((used) => [`@lockstep/${used}`, "workspace:*"]));
    writeFileSync(join(folder.path, place, "package.json"), JSON.stringify({ name, dependencies }));
  }
  return folder;
}
const house = { "apps/cli": ["judge"], "packages/judge": ["memory"], "packages/memory": [], "packages/ui": [] };
const names = (workspaces: readonly { readonly name: string }[]) =>
  workspaces.map(({ name }) => name.replace("@lockstep/", ""));

test("each package comes after those that it uses", () => {
  using folder = openRepository(house);

  const order = names(readWorkspaces(folder.path));

  expect(order.toSorted()).toEqual(["cli", "judge", "memory", "ui"]);
  expect(order.indexOf("memory")).toBeLessThan(order.indexOf("judge"));
  expect(order.indexOf("judge")).toBeLessThan(order.indexOf("cli"));
});

test("a circle of packages is read all the same", () => {
  using folder = openRepository({ "packages/a": ["b"], "packages/b": ["a"] });

  expect(names(readWorkspaces(folder.path)).toSorted()).toEqual(["a", "b"]);
});

test("a package is found by its name, long or short, and by its folder", () => {
  using folder = openRepository(house);
  const all = readWorkspaces(folder.path);

  for (const asked of ["judge", "@lockstep/judge", "packages/judge", "packages/judge/"])
    expect(names(selectWorkspaces(all, [asked]))).toEqual(["judge"]);
  expect(() => selectWorkspaces(all, ["jury"])).toThrow(/no package "jury".*cli, judge, memory, ui/);
});

test("what a package uses is found through others", () => {
  using folder = openRepository(house);
  const all = readWorkspaces(folder.path);

  expect(names(withUsed(all, selectWorkspaces(all, ["cli"])))).toEqual(["memory", "judge", "cli"]);
  expect(names(withUsed(all, selectWorkspaces(all, ["ui"])))).toEqual(["ui"]);
});
