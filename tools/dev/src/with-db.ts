#!/usr/bin/env node
// with-db [--throw-away] -- command …   Runs a command with the DATABASE_URL of a running Postgres.
// Where DATABASE_URL is set already, that one is used; but never for throwing away: tests empty tables. For them a
// database can be given as TEST_DATABASE_URL.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startCluster } from "./cluster.ts";
import { dataFolder } from "./paths.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { startWatchdog } from "./watchdog.ts";

const GRACE_MS = 8_000;

const split = process.argv.indexOf("--");
const [file, ...args] = split < 0 ? [] : process.argv.slice(split + 1);
if (file === undefined) {
  console.error("Usage: with-db [--throw-away] -- <command> [arguments]");
  process.exit(2);
}
const { values } = parseArgs({ args: process.argv.slice(2, split), options: { "throw-away": { type: "boolean" } } });

let group: ProcessGroup | undefined;
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    stopping = true;
    group?.signal(name === "SIGHUP" ? "SIGTERM" : name);
    setTimeout(() => group?.signal("SIGKILL"), GRACE_MS).unref();
  });
}

const given = process.env[values["throw-away"] ? "TEST_DATABASE_URL" : "DATABASE_URL"] || undefined;
const watchdog = startWatchdog();
const home = values["throw-away"] ? undefined : join(dataFolder, "postgres");
const cluster = given ? undefined : await startCluster({ home, watchdog });
let code = 130;
try {
  if (!stopping) {
    const env = { ...process.env, DATABASE_URL: given ?? cluster?.url };
    group = startGroup({ file, args, cwd: process.cwd(), env, stdio: "inherit", watchdog });
    code = await group.ended;
    await group.stop(GRACE_MS);
  }
} finally {
  await cluster?.stop();
  watchdog.dismiss();
}
process.exitCode = code;
