import type { ThrowAwayCheckout } from "./throw-away-checkout.ts";

/** A mistake that somebody might make, and the gate that must keep it out. */
export interface PlantedFault {
  readonly fault: string;
  /** Name of a gate of `pnpm check`, or `lockstep …` where the tests do the same. */
  readonly gate: string;
  /** What the gate must say: it names the planted place, so that it can't fail for another reason. */
  readonly says: RegExp;
  readonly plant: (checkout: ThrowAwayCheckout) => void;
}

const edits =
  (changes: Readonly<Record<string, (before: string) => string>>): PlantedFault["plant"] =>
  (checkout) => {
    for (const [file, change] of Object.entries(changes)) checkout.edit(file, change);
  };
const write = (text: string) => () => `${text}\n`;
const append = (text: string) => (before: string) => `${before}${text}\n`;
const replace = (old: string | RegExp, by: string) => (before: string) => {
  const after = before.replace(old, by);
  if (after === before) throw new Error(`Nothing to replace: ${String(old)}`);
  return after;
};
const dependsOn = (name: string, version = "workspace:*") =>
  replace(/"devDependencies": \{/, `"dependencies": { "${name}": "${version}" },\n  "devDependencies": {`);

/** Every gate of `pnpm check` has at least one here. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: "a schema with a type that does not exist",
    gate: "generate",
    says: /Type "Planet" is neither a built-in type/,
    plant: edits({ "packages/db/prisma/schema.prisma": append("model Planted {\n  id Int @id\n  on Planet\n}") }),
  },
  {
    fault: "a file that is not formatted",
    gate: "format",
    says: /packages\/env\/src\/planted-format\.ts/,
    plant: edits({ "packages/env/src/planted-format.ts": write("export   const planted='x'") }),
  },
  {
    fault: "a floating promise",
    gate: "lint",
    says: /no-floating-promises[^]*?planted-promise\.ts/,
    plant: edits({
      "packages/env/src/planted-promise.ts": write("export const planted = () => {\n  Promise.resolve(1);\n};"),
    }),
  },
  {
    fault: "a switch with a hole",
    gate: "lint",
    says: /switch-exhaustiveness-check[^]*?planted-switch\.ts/,
    plant: edits({
      "packages/env/src/planted-switch.ts": write(
        'export function planted(end: "good" | "bad"): number {\n  switch (end) {\n    case "good":\n      return 1;\n  }\n  return 0;\n}',
      ),
    }),
  },
  {
    fault: "a cycle of files",
    gate: "lint",
    says: /no-cycle[^]*?planted-(?:one|other)\.ts/,
    plant: edits({
      "packages/env/src/planted-one.ts": write(
        'import { other } from "./planted-other.ts";\nexport const one = () => other();',
      ),
      "packages/env/src/planted-other.ts": write(
        'import { one } from "./planted-one.ts";\nexport const other = (): unknown => one;',
      ),
    }),
  },
  {
    fault: "`any`",
    gate: "lint",
    says: /no-explicit-any[^]*?planted-any\.ts/,
    plant: edits({
      "packages/env/src/planted-any.ts": write("export const planted = (value: any): unknown => value;"),
    }),
  },
  {
    fault: "a type error",
    gate: "types",
    says: /planted-type\.ts\(1,14\): error TS2322/,
    plant: edits({ "packages/env/src/planted-type.ts": write('export const planted: number = "one";') }),
  },
  {
    // Its own files are as they were when it was checked last.
    fault: "a package that no longer fits one that it is built on",
    gate: "types",
    says: /boot\/worker\.ts\(\d+,\d+\): error TS2305[^]*TooManyThreadsError/,
    plant: edits({ "packages/memory/src/index.ts": replace(/ {2}TooManyThreadsError,\n/, "") }),
  },
  {
    fault: "an import of another package's inside, by its name",
    gate: "types",
    says: /planted-deep\.ts\(1,\d+\): error TS2307[^]*@lockstep\/memory\/src/,
    plant: edits({
      "packages/sync/src/planted-deep.ts": write('export { Cell } from "@lockstep/memory/src/cell.ts";'),
    }),
  },
  {
    fault: "an import of another package's inside, by its path",
    gate: "boundaries",
    says: /planted-path\.ts/,
    plant: edits({ "packages/sync/src/planted-path.ts": write('export { Cell } from "../../memory/src/cell.ts";') }),
  },
  {
    fault: "an import of a package that is not declared",
    gate: "boundaries",
    says: /planted-undeclared\.ts/,
    plant: edits({
      "packages/sync/src/planted-undeclared.ts": write('export { locales } from "@lockstep/contracts";'),
    }),
  },
  {
    fault: "a package that uses a higher layer",
    gate: "boundaries",
    says: /@lockstep\/memory[^]*@lockstep\/api|@lockstep\/api[^]*@lockstep\/memory/,
    plant: edits({ "packages/memory/package.json": dependsOn("@lockstep/api") }),
  },
  {
    fault: "a cycle of packages",
    gate: "package-cycles",
    says: /^ *memory → sync → memory$|^ *sync → memory → sync$/m,
    plant: edits({ "packages/memory/package.json": dependsOn("@lockstep/sync") }),
  },
  {
    fault: "a file that nobody uses",
    gate: "dead-code",
    says: /packages\/env\/src\/planted-file\.ts/,
    plant: edits({ "packages/env/src/planted-file.ts": write("export const planted = 1;") }),
  },
  {
    fault: "an export that nobody uses",
    gate: "dead-code",
    says: /plantedExport/,
    plant: edits({ "packages/env/src/environment-error.ts": append("export const plantedExport = 1;") }),
  },
  {
    fault: "a dependency that nobody uses",
    gate: "dead-code",
    says: /Unused dependencies[^]*zod\s+packages\/memory\/package\.json/,
    plant: edits({ "packages/memory/package.json": dependsOn("zod", "4.6.7") }),
  },
  {
    fault: "a field of the schema without a migration",
    gate: "schema-drift",
    says: /plantedColumn|planted_column/,
    plant: edits({
      "packages/db/prisma/schema.prisma": replace(/^model User \{\n/m, "model User {\n  plantedColumn String?\n"),
    }),
  },
  {
    fault: "a decision that the list of decisions does not name",
    gate: "generated-files",
    says: /docs\/decisions\/README\.md is out of date/,
    plant: edits({ "docs/decisions/9999-planted.md": write("# 9999. Planted") }),
  },
  {
    fault: "an exercise's table that lags behind its solutions",
    gate: "generated-files",
    says: /exercises\/README\.md is out of date/,
    plant: edits({ "exercises/ticket-office/exercise.json": replace('"curriculum": "P10"', '"curriculum": "P11"') }),
  },
  {
    fault: "a lock file that lags behind package.json",
    gate: "lock-file",
    says: /packages\/env\/package\.json asks for 4\.6\.6, the lock file 4\.6\.7 of zod/,
    plant: edits({ "packages/env/package.json": replace('"zod": "4.6.7"', '"zod": "4.6.6"') }),
  },
  {
    fault: "the address of a registry in the lock file",
    gate: "lock-file",
    says: /pnpm-lock\.yaml names the address of a registry/,
    plant: edits({
      "pnpm-lock.yaml": replace(
        "resolution: {integrity",
        "resolution: {tarball: https://planted.invalid/x.tgz, integrity",
      ),
    }),
  },
  {
    fault: "a message of a page that is missing in Chinese",
    gate: "translations",
    says: /apps\/web\/messages: planted is missing in zh-CN/,
    plant: edits({ "apps/web/messages/en.json": replace(/^\{/, '{ "planted": "Planted words",') }),
  },
  {
    fault: "a statement that was copied, not translated",
    gate: "translations",
    says: /exercises\/ticket-office\/statement\.\*\.md is not Chinese in zh-CN/,
    plant: edits({ "exercises/ticket-office/statement.zh-CN.md": write("Sell each ticket once.") }),
  },
  {
    fault: "a verdict without Chinese words",
    gate: "types",
    says: /verdict-texts\.ts\(\d+,\d+\): error TS2741[^]*zh-CN/,
    plant: edits({ "packages/ui/src/texts/verdict-texts.ts": replace(/"zh-CN": \{[^}]*\},\n/, "") }),
  },
  {
    fault: "a solution that the proof does not name",
    gate: "exercise-proof",
    says: /does not state what solutions\/accepted\/planted must get/,
    plant: edits({ "exercises/ticket-office/solutions/accepted/planted/office.ts": write("export {};") }),
  },
  {
    fault: "a wrong solution that is stated to be right",
    gate: "lockstep verify planted",
    says: /planted accepted\/forty-two \(seed \d+\): expected accepted, got wrong-answer/,
    plant: (checkout) => {
      checkout.copy("tools/faults/exercise", "exercises/planted");
      const solutions = "exercises/planted/solutions";
      checkout.edit(`${solutions}/accepted/forty-two/answer.ts`, replace("42", "41"));
    },
  },
  {
    fault: "a test that no script runs",
    gate: "tests-exist",
    says: /packages\/env: src\/planted\.test\.ts is run by no script/,
    plant: edits({
      "packages/env/src/planted.test.ts": write('import { test } from "vitest";\ntest("planted", () => {});'),
    }),
  },
  {
    fault: "a page that names a file that was moved",
    gate: "doc-links",
    says: /docs\/architecture\.md names packages\/judge\/src\/sentence\.ts, which is not there/,
    plant: edits({
      "docs/architecture.md": replace("packages/judge/src/verdict.ts", "packages/judge/src/sentence.ts"),
    }),
  },
  {
    fault: "a README example with another output",
    gate: "readme-examples",
    says: /packages\/memory\/README\.md:\d+ prints/,
    plant: edits({ "packages/memory/README.md": replace("// 20.5 true 1", "// 20.5 true 2") }),
  },
];
