import { expect, test } from "vitest";
import { gates } from "../src/gates/index.ts";
import { start } from "./command.ts";

test("an unknown gate is refused, and the known ones are named", async () => {
  using command = start("check.ts", ["lint", "nothing"]);

  expect(await command.ended).toBe(2);
  expect(command.said()).toContain(
    'There is no gate "nothing".\nUsage: pnpm check [gate …] [--list]\nGates: generate, ',
  );
});

test("the list says of each gate what it keeps out", async () => {
  using command = start("check.ts", ["--list"]);

  expect(await command.ended).toBe(0);
  for (const { name } of gates) expect(command.said()).toMatch(new RegExp(`^${name} +keeps out `, "m"));
  expect(command.said().trim().split("\n")).toHaveLength(gates.length);
  expect(gates.every(({ keepsOut }) => keepsOut.length > 0)).toBe(true);
});

test("the quick gates catch the faults that are planted for them in a copy of the checkout", async () => {
  using command = start("check-gates.ts", ["translations", "exercise-proof", "tests-exist", "generated-files"]);

  await command.says(/^All \d planted faults were caught\.$/m);
  expect(command.said()).toMatch(/ +→ {2}translations +caught\n/);
  expect(await command.ended).toBe(0);
});
