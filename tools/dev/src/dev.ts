// `pnpm dev`: database, migrations, course and accounts, editor, then web and runner. All of it goes when this goes.
import { once } from "node:events";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { answerOnly } from "./dev-command-line.ts";
import { AlreadyRunningError, type DevLock, takeDevLock } from "./dev-lock.ts";
import { followChanges } from "./follow-changes.ts";
import { whyNotReachable } from "./given-database.ts";
import { type KeptCluster, keepCluster } from "./kept-cluster.ts";
import { keptSecret } from "./kept-secret.ts";
import { type KeptPart, keepRunning } from "./kept-part.ts";
import { databaseClient, editorBundle, hashOf, noteOf, preparedDatabase, remember } from "./made-thing.ts";
import { dataFolder, repositoryRoot, searchPath } from "./paths.ts";
import { isPortBusy, siteAnswers } from "./port.ts";
import { prefixed, printPrefixed } from "./prefixed-output.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { parseSeeded, readyText, type SeededSite } from "./ready-text.ts";
import { servingProcess } from "./served-site.ts";
import { ensureSystemPackages, missingText } from "./system.ts";
import { startWatchdog } from "./watchdog.ts";

const answered = answerOnly(process.argv.slice(2));
if (answered !== null) process.exit(answered);

const GRACE_MS = 8_000;
const LEFT_BEHIND_MS = 5_000;
/** Silence longer than this looks like a fault. */
const STILL_MS = 30_000;
/** How often the exercises are looked at for an edit. */
const LOOK_MS = 2_000;
const lockFile = join(dataFolder, "dev.lock");
const postgresFolder = join(dataFolder, "postgres");
const port = Number(process.env["PORT"] || 3000);
const address = `http://localhost:${port}`;
const watchdog = startWatchdog();
const ending = new AbortController();
let lock: DevLock | undefined;
let cluster: KeptCluster | undefined;
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
  if (lock.tookOver) console.log(prefixed("dev", "an earlier start was killed; its lock is ours now"));
  await refuseWhereServed();
  const system = ensureSystemPackages(["bubblewrap"]);
  const given = process.env["DATABASE_URL"];
  const databaseUrl = given ? await useGiven(given) : await startOwn();
  const runnerPassword = given ? undefined : keptSecret(join(dataFolder, "runner-password"));
  const quiet = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };
  const owner = { ...quiet, DATABASE_URL: databaseUrl };

  if (noteOf(databaseClient) === undefined) {
    await run("db", "packages/db", ["prisma", "generate"], owner);
    remember(databaseClient);
  }
  const from = exercisesNow();
  const seedEnv = { ...owner, RUNNER_DATABASE_PASSWORD: runnerPassword };
  const seeded = await prepareDatabase(seedEnv, !given);
  if (noteOf(editorBundle) === undefined) {
    console.log(prefixed("editor", "bundling (only when something it is made of has changed) …"));
    await run("editor", "apps/web", ["node", "scripts/bundle-monaco.ts"], quiet);
    remember(editorBundle);
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

  sayOfWeb("the first page is being made; that takes up to a minute, and longer on a busy machine …");
  const beganMs = performance.now();
  const still = setInterval(
    () => sayOfWeb(`still at the first page (${Math.round((performance.now() - beganMs) / 1000)} s) …`),
    STILL_MS,
  );
  const answers = await siteAnswers(`${address}/`, ending.signal);
  clearInterval(still);
  if (!answers) return;
  console.log(readyText({ address, accounts: seeded.accounts, exercises: seeded.exercises.length }));
  process.stdout.write(missingText(system));
  const changed = () => publishAgain(seedEnv, !given);
  await followChanges({ look: exercisesNow, from, everyMs: LOOK_MS, signal: ending.signal, changed });
}

/** What an earlier start left behind ends by itself within seconds, so that is waited for. */
async function refuseWhereServed(): Promise<void> {
  const deadlineMs = performance.now() + LEFT_BEHIND_MS;
  while (servingProcess() !== undefined && performance.now() < deadlineMs) await pause(100);
  const pid = servingProcess();
  if (pid !== undefined) {
    throw new StepFailedError(
      `The site of this checkout is served already, by process ${pid}: another \`next dev\`, or one that a killed start left behind. End it:  kill ${pid}`,
    );
  }
  if (await isPortBusy(port)) {
    throw new StepFailedError(
      `Port ${port} is used by another program. Take another one:  PORT=${port + 1} npx -y pnpm@12 dev`,
    );
  }
}

async function useGiven(url: string): Promise<string> {
  sayOfDatabase("using DATABASE_URL");
  const problem = await whyNotReachable(url);
  if (problem !== undefined) throw new StepFailedError(problem);
  return url;
}

const sayOfWeb = (line: string) => console.log(prefixed("web", line));
const exercisesNow = () => hashOf(["exercises"]);
const sayOfSeed = (line: string) => console.log(prefixed("seed", line));
const sayOfDatabase = (line: string) => console.log(prefixed("db", line));

async function startOwn(): Promise<string> {
  sayOfDatabase(`starting Postgres (data in ${relative(repositoryRoot, postgresFolder)}) …`);
  cluster = await keepCluster({ home: postgresFolder, watchdog, say: sayOfDatabase });
  return cluster.url;
}

/** Migrations, course and accounts; not again where it is our own database and nothing has changed since. */
async function prepareDatabase(env: NodeJS.ProcessEnv, own: boolean): Promise<SeededSite> {
  const prepared = preparedDatabase(postgresFolder);
  const note = own ? noteOf(prepared) : undefined;
  if (note !== undefined) {
    sayOfDatabase("migrations, course and accounts are as they were");
    return parseSeeded(note);
  }
  await run("db", "packages/db", ["prisma", "migrate", "deploy"], env).catch((error: unknown) => {
    const keepsData = "To look at it:  pnpm --filter @lockstep/db exec with-db -- prisma migrate status";
    const begin = own
      ? `\nTo begin afresh, without what is in it:  rm -r ${relative(process.cwd(), postgresFolder)}`
      : "";
    throw error instanceof StepFailedError ? new StepFailedError(`${error.message}\n${keepsData}${begin}`) : error;
  });
  sayOfSeed("course and demo accounts …");
  return seed(env, own);
}

/** After an edit of an exercise. One that can't be used, as in the middle of a greater edit, leaves the site as it is. */
async function publishAgain(env: NodeJS.ProcessEnv, own: boolean): Promise<void> {
  try {
    const { changed } = await seed(env, own);
    if (changed.length > 0) sayOfSeed(`published anew: ${changed.join(", ")}`);
  } catch (error) {
    if (!(error instanceof StepFailedError)) throw error;
    sayOfSeed("the site keeps the exercises that it has; the next edit is looked at again");
  }
}

async function seed(env: NodeJS.ProcessEnv, own: boolean): Promise<SeededSite> {
  const said = await run("seed", "tools/seed", ["node", "src/main.ts", "--demo"], env);
  if (own) remember(preparedDatabase(postgresFolder), said);
  return parseSeeded(said);
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
