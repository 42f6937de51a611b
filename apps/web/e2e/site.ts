import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort, type ProcessGroup, repositoryRoot, searchPath, startGroup, startWatchdog } from "@lockstep/dev";

/** A whole site: the production build, one runner, a real sandbox. */
export interface Site {
  /** Without a slash at the end. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A part of the site did not start; the message holds what it printed. */
export class SiteError extends Error {
  readonly code = "site";
  constructor(message: string) {
    super(message);
    this.name = "SiteError";
  }
}

const GRACE_MS = 8_000;
const web = join(repositoryRoot, "apps/web");
const runner = join(repositoryRoot, "apps/runner");
const seed = join(repositoryRoot, "tools/seed");

/** Where logs and pictures of failed tests are put. Git-ignored. */
export const resultsFolder = join(web, "test-results");

/**
 * Seeds a migrated database, builds the web app as it stands, starts it and a runner. Both write their logs to
 * {@link resultsFolder}.
 * @throws {SiteError}
 */
export async function startSite(options: {
  /** As the database's owner. */
  readonly databaseUrl: string;
  /** Absent: one that is free. */
  readonly port?: number;
}): Promise<Site> {
  const settings = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };
  const quiet: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", ...settings };
  const runnerPassword = randomBytes(16).toString("hex");
  const owner: NodeJS.ProcessEnv = { ...quiet, DATABASE_URL: options.databaseUrl };
  runToEnd("node", ["src/main.ts", "--demo"], seed, { ...owner, RUNNER_DATABASE_PASSWORD: runnerPassword });
  runToEnd("next", ["build"], web, quiet);

  mkdirSync(resultsFolder, { recursive: true });
  const port = options.port ?? (await freePort());
  const address = `http://localhost:${port}`;
  const watchdog = startWatchdog();
  const groups: ProcessGroup[] = [];
  const stop = async () => {
    await Promise.all(groups.map((group) => group.stop(GRACE_MS)));
    watchdog.dismiss();
  };
  const start = async (part: { name: string; file: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv }) => {
    const env = { ...part.env, PATH: searchPath(part.cwd) };
    const group = startGroup({ ...part, env, stdio: ["ignore", "pipe", "pipe"], watchdog });
    groups.push(group);
    return readyLine(part.name, group);
  };
  try {
    const next = ["start", "--hostname", "127.0.0.1", "--port", String(port)];
    const secrets = { AUTH_SECRET: randomBytes(32).toString("hex"), BASE_URL: address, DEMO_ACCOUNTS: "1" };
    await start({ name: "web", file: "next", args: next, cwd: web, env: { ...owner, ...secrets } });
    const runnerUrl = new URL(options.databaseUrl);
    runnerUrl.username = "lockstep_runner";
    runnerUrl.password = runnerPassword;
    const ready = await start({
      name: "runner",
      file: "node",
      args: ["src/main.ts"],
      cwd: runner,
      env: { ...quiet, DATABASE_URL: runnerUrl.href },
    });
    if (!ready.includes("sandbox with")) throw new SiteError(`The runner has no sandbox:\n${ready}`);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function runToEnd(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const done = spawnSync(file, args, { cwd, env: { ...env, PATH: searchPath(cwd) }, encoding: "utf8" });
  if (done.status === 0) return;
  const said = `${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}`;
  throw new SiteError(`${file} ${args.join(" ")} ended with code ${done.status}:\n${said}`);
}

/** Waits until a part says that it is ready; answers all that it has said until then, and keeps the rest in its log. */
async function readyLine(name: string, group: ProcessGroup): Promise<string> {
  const log = createWriteStream(join(resultsFolder, `${name}.log`));
  const { stdout, stderr } = group.child;
  if (stdout === null || stderr === null) throw new SiteError(`${name} has no output.`);
  let said = "";
  const ready = new Promise<string>((resolve) => {
    const hear = (chunk: Buffer) => {
      log.write(chunk);
      if (said.length < 64_000) said += String(chunk);
      if (/\bready\b/i.test(said)) resolve(said);
    };
    stdout.on("data", hear);
    stderr.on("data", hear);
  });
  const ended = group.ended.then((code) => {
    throw new SiteError(`${name} ended with code ${code}:\n${said}`);
  });
  ended.catch(() => {}); // later it ends because it is told to
  return Promise.race([ready, ended]);
}
