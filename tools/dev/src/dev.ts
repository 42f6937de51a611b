// `pnpm dev`: database, migrations, course and accounts, editor, then web and runner. All of it goes when this goes.
import { once } from "node:events";
import { join, relative } from "node:path";
import { type Cluster, startCluster } from "./cluster.ts";
import { AlreadyRunningError, type DevLock, takeDevLock } from "./dev-lock.ts";
import { isEditorStale, rememberEditor } from "./editor-bundle.ts";
import { keptSecret } from "./kept-secret.ts";
import { type KeptPart, keepRunning } from "./kept-part.ts";
import { dataFolder, repositoryRoot, searchPath } from "./paths.ts";
import { isPortBusy, siteAnswers } from "./port.ts";
import { prefixed, printPrefixed } from "./prefixed-output.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { parseSeeded, readyText } from "./ready-text.ts";
import { ensureSystemPackages, missingText } from "./system.ts";
import { startWatchdog } from "./watchdog.ts";

const GRACE_MS = 8_000;
const lockFile = join(dataFolder, "dev.lock");
const postgresFolder = join(dataFolder, "postgres");
const port = Number(process.env["PORT"] || 3000);
const address = `http://localhost:${port}`;
const watchdog = startWatchdog();
const ending = new AbortController();
let lock: DevLock | undefined;
let cluster: Cluster | undefined;
let step: ProcessGroup | undefined;
const parts: KeptPart[] = [];

/** A step failed; it has said why. */
class StepFailedError extends Error {
  readonly code = "step-failed";
}

async function stop(code: number): Promise<never> {
  if (ending.signal.aborted) return new Promise(() => {}); // it is being done
  ending.abort();
  const kept = setInterval(() => {}, 1_000); // until the exit below, whatever else has ended
  await Promise.all([step?.stop(GRACE_MS), ...parts.map((part) => part.stop())]);
  await cluster?.stop();
  lock?.release();
  watchdog.dismiss();
  clearInterval(kept);
  process.exit(code);
}

/** Runs a command to its end, behind its name; answers its last line. */
async function run(name: string, cwd: string, command: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
  const [file, ...args] = command;
  const folder = join(repositoryRoot, cwd);
  const full = { ...env, PATH: searchPath(folder) };
  step = startGroup({ file, args, cwd: folder, env: full, stdio: ["ignore", "pipe", "pipe"], watchdog });
  const { child, ended } = step;
  let output = "";
  child.stdout?.on("data", (chunk) => (output += String(chunk)));
  const closed = once(child, "close");
  const quiet = name === "seed";
  if (!quiet) printPrefixed(name, child);
  else child.stderr?.on("data", (chunk) => process.stderr.write(prefixed(name, String(chunk))));
  const code = await ended;
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  await step.stop(GRACE_MS);
  step = undefined;
  if (ending.signal.aborted) await new Promise(() => {}); // `stop` ends the process
  if (code !== 0) throw new StepFailedError(`${name}: ${command.join(" ")} ended with code ${code}.`);
  return output.trimEnd().split("\n").at(-1) ?? "";
}

async function start(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StepFailedError(`PORT must be a whole number from 1 to 65535, not "${process.env["PORT"]}".`);
  lock = takeDevLock(lockFile, address);
  watchdog.remove(lockFile);
  if (await isPortBusy(port)) {
    throw new StepFailedError(
      `Port ${port} is used by another program. Take another one:  PORT=${port + 1} npx -y pnpm@12 dev`,
    );
  }
  const system = ensureSystemPackages(["bubblewrap"]);
  const given = process.env["DATABASE_URL"];
  console.log(
    prefixed(
      "db",
      given ? "using DATABASE_URL" : `starting Postgres (data in ${relative(repositoryRoot, postgresFolder)}) …`,
    ),
  );
  if (!given) cluster = await startCluster({ home: postgresFolder, watchdog });
  const databaseUrl = given ?? cluster?.url ?? "";
  const runnerPassword = given ? undefined : keptSecret(join(dataFolder, "runner-password"));
  const quiet = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };
  const owner = { ...quiet, DATABASE_URL: databaseUrl };

  await run("db", "packages/db", ["prisma", "generate"], owner);
  await run("db", "packages/db", ["prisma", "migrate", "deploy"], owner);
  console.log(prefixed("seed", "course and demo accounts …"));
  const withPassword = { ...owner, RUNNER_DATABASE_PASSWORD: runnerPassword };
  const seeded = parseSeeded(await run("seed", "tools/seed", ["node", "src/main.ts", "--demo"], withPassword));
  if (isEditorStale()) {
    console.log(prefixed("editor", "bundling (only when something it is made of has changed) …"));
    await run("editor", "apps/web", ["node", "scripts/bundle-monaco.ts"], quiet);
    rememberEditor();
  }

  const web = join(repositoryRoot, "apps/web");
  const webEnv = {
    ...owner,
    PATH: searchPath(web),
    AUTH_SECRET: keptSecret(join(dataFolder, "auth-secret")),
    BASE_URL: process.env["BASE_URL"] || address,
    PORT: String(port),
    DEMO_ACCOUNTS: "1",
  };
  const next = ["dev", "--hostname", "127.0.0.1", "--port", String(port)];
  parts.push(keepRunning({ name: "web", file: "next", args: next, cwd: web, env: webEnv }, watchdog));
  const runner = join(repositoryRoot, "apps/runner");
  const runnerEnv = { ...quiet, PATH: searchPath(runner), DATABASE_URL: asRunner(databaseUrl, runnerPassword) };
  parts.push(
    keepRunning({ name: "runner", file: "node", args: ["src/main.ts"], cwd: runner, env: runnerEnv }, watchdog),
  );

  if (!(await siteAnswers(`${address}/`, ending.signal))) return;
  console.log(readyText({ address, accounts: seeded.accounts, exercises: seeded.exercises.length }));
  process.stdout.write(missingText(system));
}

/** The runner signs in to the database under its own role, which reaches the queue and the grading tables only. */
function asRunner(databaseUrl: string, password: string | undefined): string {
  if (password === undefined) return process.env["RUNNER_DATABASE_URL"] || databaseUrl;
  const url = new URL(databaseUrl);
  url.username = "lockstep_runner";
  url.password = password;
  return url.href;
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => void stop(name === "SIGINT" ? 130 : 143));
}
try {
  await start();
} catch (error) {
  if (error instanceof AlreadyRunningError) {
    console.error(`Lockstep is ${error.message}.`);
    lock = undefined;
  } else if (error instanceof StepFailedError) console.error(error.message);
  else console.error(error);
  await stop(1);
}
