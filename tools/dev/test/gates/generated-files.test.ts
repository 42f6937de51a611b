import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedFiles } from "../../src/gates/generated-files.ts";
import { generatedRegions, regenerate } from "../../src/generated-regions.ts";
import { documentedPackages } from "../../src/api-reference.ts";
import { openCheckout } from "./checkout.ts";

const files = [...new Set(generatedRegions.map(({ file }) => file))];
const marks = (file: string) =>
  generatedRegions
    .filter((region) => region.file === file)
    .map(({ name }) => `<!-- generated: ${name} -->\n\nold\n\n<!-- /generated -->\n`)
    .join("\n");
/** A package of one export, for each that has a page in the reference. */
const documented = Object.fromEntries(
  documentedPackages.flatMap((name) => [
    ...["index", "machinery"].map((entry) => [
      `packages/${name}/src/${entry}.ts`,
      'export { thing } from "./thing.ts";\n',
    ]),
    [`packages/${name}/src/thing.ts`, "/** A thing. */\nexport const thing = 1;\n"],
  ]),
);
const open = () =>
  openCheckout({
    ...documented,
    ...Object.fromEntries(files.map((file) => [file, `# Before\n\n${marks(file)}\nafter\n`])),
    "exercises/package.json": { name: "@lockstep/exercises" },
    "exercises/turbo.json": { tags: ["base"] },
    "docs/decisions/0001-a-page.md": "# 0001. A page\n",
    "docs/decisions/0002-another.md": "# 0002. Another\n",
  });

function write(root: string): void {
  for (const file of files) {
    const path = join(root, file);
    writeFileSync(path, regenerate(root, file, readFileSync(path, "utf8")));
  }
}

test("what was generated anew is up to date, and what stands around it is kept", () => {
  using checkout = open();
  expect(generatedFiles.run(checkout.path)).toContain("docs/decisions/README.md is out of date. Type: pnpm generate");

  write(checkout.path);

  expect(generatedFiles.run(checkout.path)).toBe("");
  const list = readFileSync(join(checkout.path, "docs/decisions/README.md"), "utf8");
  expect(list).toMatch(/^# Before\n[^]*\nafter\n$/);
  expect(list).toContain("- [0001](0001-a-page.md) A page\n- [0002](0002-another.md) Another\n");
  expect(list).not.toContain("old");
});

test("a page that the list does not name makes it stale", () => {
  using checkout = open();
  write(checkout.path);
  writeFileSync(join(checkout.path, "docs/decisions/0003-new.md"), "# 0003. New\n");

  expect(generatedFiles.run(checkout.path)).toBe("docs/decisions/README.md is out of date. Type: pnpm generate");
});

test("a file that is made as a whole is stale when it is another one, and when it is missing", () => {
  using checkout = open();
  write(checkout.path);
  const schema = join(checkout.path, "exercises/exercise.schema.json");
  const { properties } = JSON.parse(readFileSync(schema, "utf8"));
  writeFileSync(schema, "{}\n");
  const another = generatedFiles.run(checkout.path);
  rmSync(schema);

  expect(Object.keys(properties)).toContain("lesson");
  expect(another).toBe("exercises/exercise.schema.json is out of date. Type: pnpm generate");
  expect(generatedFiles.run(checkout.path)).toBe(another);
});

test("what is exported without a word about it is named", () => {
  using checkout = open();
  write(checkout.path);
  writeFileSync(join(checkout.path, "packages/queue/src/thing.ts"), "export const thing = 1;\n");

  expect(generatedFiles.run(checkout.path)).toBe("Without TSDoc in @lockstep/queue: thing.");
});

test("a file that lost the marks is named", () => {
  using checkout = open();
  write(checkout.path);
  writeFileSync(join(checkout.path, "exercises/README.md"), "# Exercises\n");

  expect(generatedFiles.run(checkout.path)).toContain('has no part between "<!-- generated: table of exercises -->"');
});
