import { expect, test } from "vitest";
import { testsExist } from "../../src/gates/tests-exist.ts";
import { openCheckout } from "./checkout.ts";

const open = (scripts: Readonly<Record<string, string>>, file: string) =>
  openCheckout({
    "packages/ui/package.json": { name: "@lockstep/ui", scripts },
    [`packages/ui/${file}`]: "",
    "exercises/package.json": { name: "@lockstep/exercises" },
  });

test.each([
  { scripts: { test: "vitest run" }, file: "test/deep/parts.test.tsx" },
  { scripts: { "test:e2e": "vitest run" }, file: "e2e/parts.test.ts" },
])("lets $file pass, which a script runs", ({ scripts, file }) => {
  using checkout = open(scripts, file);

  expect(testsExist.run(checkout.path)).toBe("");
});

test.each([
  { scripts: { test: "vitest run" }, file: "src/index.ts", says: "packages/ui: has no test file." },
  { scripts: { test: "vitest run" }, file: "src/parts.test.ts", says: "src/parts.test.ts is run by no script" },
  { scripts: { types: "tsc" }, file: "test/parts.test.ts", says: "test/parts.test.ts is run by no script" },
  { scripts: { test: "vitest run" }, file: "node_modules/x/test/x.test.ts", says: "has no test file." },
])("finds $file with the scripts $scripts", ({ scripts, file, says }) => {
  using checkout = open(scripts, file);

  expect(testsExist.run(checkout.path)).toContain(says);
});
