// `pnpm test:faults [--kills 50] [--seed 1]`: kills runners in the middle and looks what became of the submissions.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { searchPath } from "@lockstep/dev";

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const folder = join(import.meta.dirname, "..");
const env = {
  ...process.env,
  PATH: searchPath(folder),
  FAULT_KILLS: values.kills ?? "50",
  FAULT_SEED: values.seed,
};
const child = spawn("with-db", ["--throw-away", "--", "vitest", "run"], { cwd: folder, env, stdio: "inherit" });
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => child.kill(name));
child.once("exit", (code) => (process.exitCode = code ?? 1));
