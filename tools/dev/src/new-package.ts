// `pnpm new-package <name> [--layer base|mechanism|service]`: makes a package that passes every gate, with a first test.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "./paths.ts";

const layers = ["base", "mechanism", "service"] as const;
const usage = `Usage: pnpm new-package <name> [--layer ${layers.join("|")}]
  The name is lower case with hyphens, such as "work-queue". The layer says what it may use (docs/architecture.md); without
  one it is "mechanism".`;

type Layer = (typeof layers)[number];

function refuse(because: string): never {
  console.error(`${because}\n${usage}`);
  process.exit(2);
}

function commandLine(): { readonly name: string; readonly layer: Layer } {
  let parsed;
  try {
    const args = process.argv.slice(2).filter((word) => word !== "--");
    parsed = parseArgs({ args, options: { layer: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  const [name, ...others] = parsed.positionals;
  if (name === undefined || others.length > 0) refuse("One name is needed.");
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) refuse(`"${name}" is no name for a package.`);
  if (existsSync(join(repositoryRoot, "packages", name))) refuse(`There is a folder packages/${name} already.`);
  const layer = layers.find((known) => known === (parsed.values.layer ?? "mechanism"));
  return { name, layer: layer ?? refuse(`There is no layer "${parsed.values.layer}".`) };
}

/** The files of a new package. Versions are those that the other packages use. */
function filesOf(name: string, layer: Layer): Readonly<Record<string, string>> {
  const versions: Record<string, string> = JSON.parse(
    readFileSync(join(repositoryRoot, "packages/env/package.json"), "utf8"),
  ).devDependencies;
  const word = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const tools = ["@lockstep/config-typescript", "@types/node", "typescript", "vitest"];
  const manifest = {
    name: `@lockstep/${name}`,
    private: true,
    type: "module",
    exports: { ".": "./src/index.ts" },
    scripts: { types: "tsc --noEmit", test: "vitest run" },
    devDependencies: Object.fromEntries(tools.map((tool) => [tool, versions[tool]])),
  };
  return {
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    "tsconfig.json": `{
  "extends": "@lockstep/config-typescript/base.json",
  "include": ["src", "test", "*.ts"]
}
`,
    "turbo.json": `{
  "extends": ["//"],
  "tags": ["${layer}"]
}
`,
    "README.md": `# @lockstep/${name}

What it is for, in one sentence.

\`\`\`ts run
import { ${word} } from "@lockstep/${name}";

console.log(${word}(6, 7)); // 42
\`\`\`

| what | use it when |
| --- | --- |
| \`${word}\` | |

## Decisions
`,
    "src/index.ts": `export { ${word} } from "./${name}.ts";\n`,
    [`src/${name}.ts`]: `/** What it does for the caller, in one sentence; then only what the types can't say. */
export function ${word}(left: number, right: number): number {
  return left * right;
}
`,
    [`test/${name}.test.ts`]: `import { expect, test } from "vitest";
import { ${word} } from "../src/index.ts";

test("a claim about its behaviour, as a sentence", () => {
  expect(${word}(6, 7)).toBe(42);
});
`,
  };
}

function run(file: string, ...args: readonly string[]): void {
  const done = spawnSync(file, args, { cwd: repositoryRoot, stdio: ["ignore", "inherit", "inherit"] });
  if (done.status === 0) return;
  console.error(
    `${file} ${args.join(" ")} failed (${done.status ?? done.error?.message}). The files are there; type it again.`,
  );
  process.exit(1);
}

const { name, layer } = commandLine();
for (const [file, text] of Object.entries(filesOf(name, layer))) {
  const path = join(repositoryRoot, "packages", name, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
run("npx", "-y", "pnpm@12", "install", "--no-frozen-lockfile", "--prefer-offline");
run(process.execPath, "tools/dev/src/generate.ts");
console.log(`
packages/${name} is there. Its code and its test are placeholders: put something real in their places.
  src/${name}.ts, test/${name}.test.ts   the first concept and the first claim
  README.md                             what it is for; an example that is run
  pnpm --filter @lockstep/${name} test
  pnpm check`);
