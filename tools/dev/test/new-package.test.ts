import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot, searchPath } from "../src/paths.ts";
import { openThrowAwayCheckout } from "../src/throw-away-checkout.ts";
import { start } from "./command.ts";

test("a new package passes its own test, its types and the gates, as it was made", () => {
  // What comes and goes while others test in the checkout is not for a copy.
  const passing = "tools/dev/node_modules/.vite-temp";
  mkdirSync(join(repositoryRoot, passing), { recursive: true });
  using checkout = openThrowAwayCheckout();
  expect(existsSync(join(checkout.root, passing))).toBe(false);
  const folder = join(checkout.root, "packages/work-queue");
  const env = { ...process.env, PATH: searchPath(folder) };
  const run = (cwd: string, ...command: readonly [string, ...string[]]) => {
    const [file, ...args] = command;
    const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: "utf8" });
    return { status, said: `${stdout}${stderr}` };
  };

  const made = run(checkout.root, "node", "tools/dev/src/new-package.ts", "work-queue", "--layer", "service");
  const gates = ["format", "boundaries", "dead-code", "generated-files", "lock-file", "tests-exist", "readme-examples"];

  expect(made).toMatchObject({ status: 0, said: expect.stringContaining("packages/work-queue is there.") });
  expect(run(folder, "vitest", "run")).toMatchObject({ status: 0, said: expect.stringContaining("1 passed") });
  expect(run(folder, "tsc", "--noEmit")).toEqual({ status: 0, said: "" });
  const checked = run(checkout.root, "node", "tools/dev/src/check.ts", ...gates);
  expect(checked).toEqual({ status: 0, said: expect.any(String) });
});

test.each([
  { args: [], says: "One name is needed." },
  { args: ["Work"], says: '"Work" is no name for a package.' },
  { args: ["../work"], says: '"../work" is no name for a package.' },
  { args: ["env"], says: "There is a folder packages/env already." },
  { args: ["work", "--layer", "app"], says: 'There is no layer "app".' },
  { args: ["work", "--size", "big"], says: "Unknown option '--size'" },
])("$args is refused: $says", async ({ args, says }) => {
  using command = start("new-package.ts", args);

  expect(await command.ended).toBe(2);
  expect(command.said()).toContain(says);
  expect(command.said()).toContain("Usage: pnpm new-package <name>");
});
