import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { readWorkspaces, type Workspace } from "../workspaces.ts";
import type { Gate } from "./gate.ts";

/** Packages without code to test, and why. */
const exempt = new Map([
  ["@lockstep/config-typescript", "holds compiler options only"],
  ["@lockstep/exercises", "is data; `pnpm lockstep verify` proves it"],
]);

/** Where tests lie and the script that runs them. */
const places = [
  ["test", "test"],
  ["test", "test:faults"],
  ["e2e", "test:e2e"],
] as const;

/** Every package has a test that some script runs, and no test lies where none runs it. */
export const testsExist: Gate = {
  name: "tests-exist",
  keepsOut: "packages without a test, tests that no script runs",
  run: (root) =>
    readWorkspaces(root)
      .filter(({ name }) => !exempt.has(name))
      .flatMap((workspace) => problemsOf(workspace).map((problem) => `${relative(root, workspace.folder)}: ${problem}`))
      .join("\n"),
};

function problemsOf({ folder, scripts }: Workspace): readonly string[] {
  const run = new Set(places.flatMap(([place, script]) => (scripts.has(script) ? [place] : [])));
  const tests = testFiles(folder);
  if (tests.length === 0) return ["has no test file. Add test/<claim>.test.ts."];
  return tests
    .filter((file) => ![...run].some((place) => file.startsWith(`${place}/`)))
    .map((file) => `${file} is run by no script of its package.json.`);
}

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !["node_modules", "exercise"].includes(entry.name) && entry.name[0] !== ".",
    )
    .flatMap(({ name }) =>
      readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).map((file) => `${name}/${file}`),
    )
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes("/node_modules/") && existsSync(join(folder, file)));
}
