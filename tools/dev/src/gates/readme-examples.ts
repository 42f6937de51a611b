import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readWorkspaces } from "../workspaces.ts";
import type { Gate } from "./gate.ts";

/** An example that hangs fails the gate after so long. */
const PATIENCE_MS = 120_000;

/** A piece of TypeScript in a README that claims to run. */
interface Example {
  readonly code: string;
  /** Number of the README's line on which its code begins. */
  readonly line: number;
}

/**
 * Runs each block of a package's README that is marked "```ts run", as a file of that package, and compares what it prints with
 * what stands beside it: `console.log(1 + 1); // 2`. Blocks without the mark are not run.
 */
export const readmeExamples: Gate = {
  name: "readme-examples",
  keepsOut: "examples in READMEs that don't run, or print something else",
  run: (root) =>
    readWorkspaces(root)
      .flatMap(({ folder }) => {
        const readme = join(folder, "README.md");
        const examples = existsSync(readme) ? examplesIn(readFileSync(readme, "utf8")) : [];
        return examples.flatMap(({ code, line }) => {
          const problem = tryExample(folder, code);
          return problem === "" ? [] : [`${relative(root, readme)}:${line} ${problem}`];
        });
      })
      .join("\n"),
};

/** The examples of a README that are to be run. */
export function examplesIn(markdown: string): readonly Example[] {
  return [...markdown.matchAll(/^```ts run\n(?<code>[^]*?)^```$/gm)].map(({ index, groups }) => ({
    code: groups?.["code"] ?? "",
    line: markdown.slice(0, index).split("\n").length + 1,
  }));
}

/** What an example says that it prints: the comment at the end of each line that prints. */
export function statedOutput(code: string): readonly string[] {
  return code.split("\n").flatMap((line) => {
    const stated = /\bconsole\.log\(.*\);?\s*\/\/ (?<text>.+)$/.exec(line)?.groups?.["text"];
    return stated === undefined ? [] : [stated.trim()];
  });
}

/** Empty where the example ran and printed what it says. */
function tryExample(folder: string, code: string): string {
  const stated = statedOutput(code);
  if (stated.length === 0) return "says of no line what it prints: console.log(…); // like this";
  // Beside the package's own files, so that it finds the package under its name. Not below node_modules: no types there.
  const place = mkdtempSync(join(folder, ".readme-example-"));
  try {
    const file = join(place, "example.ts");
    writeFileSync(file, code);
    const done = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8", timeout: PATIENCE_MS });
    if (done.status !== 0) return `failed (${done.status ?? done.signal}):\n${done.stderr}${done.error?.message ?? ""}`;
    const printed = done.stdout.trimEnd().split("\n");
    if (printed.join("\n") === stated.join("\n")) return "";
    return `prints\n  ${printed.join("\n  ")}\nbut says that it prints\n  ${stated.join("\n  ")}`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
