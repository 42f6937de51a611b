import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, type ProcessGroup, repositoryRoot, startWatchdog } from "@lockstep/dev";
import { onTestFinished } from "vitest";
import { startPart } from "./part.ts";

const GRACE_MS = 8_000;
const web = join(repositoryRoot, "apps/web");

/** What the web app is told in tests, beside the database's address. */
export function webSettings(address: string): Readonly<Record<string, string>> {
  return {
    AUTH_SECRET: randomBytes(32).toString("hex"),
    BASE_URL: address,
    DEMO_ACCOUNTS: "1",
    TRUSTED_PROXY: "127.0.0.1,::1",
  };
}

/** The command that serves the production build. */
export function webCommand(port: number) {
  return {
    file: "next",
    args: ["start", "--hostname", "127.0.0.1", "--port", String(port)],
    cwd: web,
  };
}

/** A second web server beside that of the site: one that a test may kill. */
export interface OwnWebServer {
  /** Without a slash at the end; stays the same over restarts, and so do the sessions. */
  readonly address: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a web server for one test; it ends with the test. The build is that of the site, and so is the database where none is named. */
export async function ownWebServer(databaseUrl = process.env["DATABASE_URL"]): Promise<OwnWebServer> {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...webSettings(address),
  };
  const watchdog = startWatchdog();
  let group: ProcessGroup | undefined;
  const start = async () => {
    ({ group } = await startPart({ name: "own-web", ...webCommand(port), env, watchdog }));
  };
  onTestFinished(async () => {
    await group?.stop(GRACE_MS);
    watchdog.dismiss();
  });
  await start();
  return {
    address,
    start,
    kill: async () => {
      group?.signal("SIGKILL");
      await group?.ended;
    },
  };
}
