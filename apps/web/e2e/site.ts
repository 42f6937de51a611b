import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, type ProcessGroup, repositoryRoot, searchPath, startWatchdog } from "@lockstep/dev";
import { SiteError, startPart } from "./part.ts";
import { webCommand, webSettings } from "./web-server.ts";

/** A whole site: the production build, one runner, a real sandbox. */
export interface Site {
  /** Without a slash at the end. */
  readonly address: string;
  stop(): Promise<void>;
}

const GRACE_MS = 8_000;
const web = join(repositoryRoot, "apps/web");
const runner = join(repositoryRoot, "apps/runner");
const seed = join(repositoryRoot, "tools/seed");

/**
 * Seeds a migrated database, builds the web app as it stands, starts it and a runner.
 * @throws {SiteError}
 */
export async function startSite(options: {
  /** As the database's owner. */
  readonly databaseUrl: string;
  /** Absent: one that is free. */
  readonly port?: number;
  /** Called while nothing is connected to the database yet. */
  readonly onSeeded?: () => Promise<void>;
}): Promise<Site> {
  const settings = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };
  const quiet: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", ...settings };
  const runnerPassword = randomBytes(16).toString("hex");
  const owner: NodeJS.ProcessEnv = { ...quiet, DATABASE_URL: options.databaseUrl };
  runToEnd("node", ["src/main.ts", "--demo"], seed, { ...owner, RUNNER_DATABASE_PASSWORD: runnerPassword });
  await options.onSeeded?.();
  runToEnd("next", ["build"], web, quiet);

  const port = options.port ?? (await freePort());
  const address = `http://localhost:${port}`;
  const watchdog = startWatchdog();
  const groups: ProcessGroup[] = [];
  const stop = async () => {
    await Promise.all(groups.map((group) => group.stop(GRACE_MS)));
    watchdog.dismiss();
  };
  try {
    const env = { ...owner, ...webSettings(address) };
    const served = await startPart({ name: "web", ...webCommand(port), env, watchdog });
    groups.push(served.group);
    const runnerUrl = new URL(options.databaseUrl);
    runnerUrl.username = "lockstep_runner";
    runnerUrl.password = runnerPassword;
    const grading = await startPart({
      name: "runner",
      file: "node",
      args: ["src/main.ts"],
      cwd: runner,
      env: { ...quiet, DATABASE_URL: runnerUrl.href },
      watchdog,
    });
    groups.push(grading.group);
    const ready = grading.said;
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
