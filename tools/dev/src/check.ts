// `pnpm check [gate …]`: everything that CI demands beside the tests, or some of it. Each gate is named, with its time; 1 where
// any failed. `pnpm check --list` says what there is.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { Gate } from "./gates/gate.ts";
import { gates } from "./gates/index.ts";
import { repositoryRoot } from "./paths.ts";

const width = Math.max(...gates.map(({ name }) => name.length));

function commandLine(): { readonly list: boolean; readonly chosen: readonly Gate[] } {
  const args = process.argv.slice(2).filter((word) => word !== "--");
  try {
    const { values, positionals } = parseArgs({ args, options: { list: { type: "boolean" } }, allowPositionals: true });
    const unknown = positionals.filter((name) => !gates.some((gate) => gate.name === name));
    if (unknown.length > 0) throw new RangeError(`There is no gate "${unknown.join('", "')}".`);
    const chosen = positionals.length === 0 ? gates : gates.filter(({ name }) => positionals.includes(name));
    return { list: values.list ?? false, chosen };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`Usage: pnpm check [gate …] [--list]\nGates: ${gates.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
}

function runGates(chosen: readonly Gate[]): boolean {
  let failed = 0;
  for (const { name, run } of chosen) {
    const beganMs = performance.now();
    const problem = run(repositoryRoot);
    const seconds = `${((performance.now() - beganMs) / 1000).toFixed(1)} s`.padStart(8);
    console.log(`${problem === "" ? "ok    " : "FAILED"}  ${name.padEnd(width)}${seconds}`);
    if (problem === "") continue;
    failed++;
    console.log(problem.replaceAll(/^/gm, "        "));
  }
  const all = chosen.length === gates.length ? "All checks are ok." : "ok";
  console.log(failed === 0 ? all : `${failed} of ${chosen.length} checks failed.`);
  return failed === 0;
}

const { list, chosen } = commandLine();
if (list) {
  for (const { name, keepsOut } of gates) console.log(`${name.padEnd(width)}  keeps out ${keepsOut}`);
} else if (spawnSync("pnpm", ["--version"]).status !== 0) {
  // turbo asks for pnpm by name; a machine that only has npx gets it here as it does by `npx -y pnpm@12 check`.
  const again = ["-y", "pnpm@12", "check", ...chosen.map(({ name }) => name)];
  process.exitCode = spawnSync("npx", again, { cwd: repositoryRoot, stdio: "inherit" }).status ?? 1;
} else {
  process.exitCode = runGates(chosen) ? 0 : 1;
}
