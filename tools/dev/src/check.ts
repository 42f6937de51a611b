// `pnpm check`: everything that CI demands beside the tests. Each check is named, with its time; 1 where any failed.
import { spawnSync } from "node:child_process";
import { repositoryRoot, searchPath } from "./paths.ts";
import { staleGeneratedFiles } from "./stale-files.ts";

interface Check {
  readonly name: string;
  /** Empty where all is well; otherwise what is not. */
  readonly run: () => string;
}

const env = {
  ...process.env,
  PATH: searchPath(repositoryRoot),
  TURBO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
};

function command(name: string, file: string, ...args: readonly string[]): Check {
  return {
    name,
    run: () => {
      const done = spawnSync(file, args, { cwd: repositoryRoot, env, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
      if (done.status === 0) return "";
      return `${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}`.trim() || `code ${done.status}`;
    },
  };
}

const checks: readonly Check[] = [
  // First: a fresh clone has no generated code, and the others read it.
  command("generate", "turbo", "run", "generate", "--output-logs=errors-only", "--no-color"),
  command("format", "oxfmt", "--check", "."),
  command("lint", "oxlint", "--type-aware", "--deny-warnings"),
  command("types", "turbo", "run", "types", "--output-logs=errors-only", "--no-color"),
  command("boundaries", "turbo", "boundaries", "--no-color"),
  command("dead code", "knip", "--no-progress"),
  { name: "generated files", run: staleGeneratedFiles },
];

let failed = 0;
for (const { name, run } of checks) {
  const beganMs = performance.now();
  const problem = run();
  const seconds = `${((performance.now() - beganMs) / 1000).toFixed(1)} s`.padStart(8);
  console.log(`${problem === "" ? "ok    " : "FAILED"}  ${name.padEnd(16)}${seconds}`);
  if (problem === "") continue;
  failed++;
  console.log(problem.replaceAll(/^/gm, "        "));
}
console.log(failed === 0 ? "All checks are ok." : `${failed} of ${checks.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
