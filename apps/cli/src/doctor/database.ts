import { type DatabaseInspection, inspectDatabase, type MigrationState, type Unreachable } from "@lockstep/db/inspect";
import { inspectQueue } from "@lockstep/jobs";
import type { Finding } from "./finding.ts";
import { queueFinding } from "./queue.ts";
import { inspectRunners } from "./runners.ts";

const MIGRATE = "pnpm --filter @lockstep/db exec prisma migrate deploy   (`pnpm dev` does it for its own database)";

/** Looks at database, migrations, queue and runners. @param url Null where no database is named. */
export async function inspectData(url: string | null): Promise<readonly Finding[]> {
  if (url === null) {
    const detail = "no DATABASE_URL, and no `pnpm dev` at work here";
    return [{ name: "database", state: "not-looked", detail, fix: null }];
  }
  const found = await inspectDatabase(url);
  if (found.state === "unreachable") return [databaseFinding(url, found)];
  const findings = [databaseFinding(url, found), migrationFinding(found.migrations)];
  findings.push(queueFinding(await inspectQueue(url)));
  // Whose tables are not in place knows of no runners.
  if (findings.every(({ state }) => state !== "broken")) findings.push(await inspectRunners(url));
  return findings;
}

/** @param url Its password is not shown. */
export function databaseFinding(url: string, found: DatabaseInspection): Finding {
  const { host, pathname } = new URL(url);
  const place = `${host}${pathname}`;
  if (found.state === "unreachable")
    return { name: "database", state: "broken", detail: `${place}: ${found.message}`, fix: fixes[found.because] };
  const detail = `Postgres ${found.version} at ${place}, ${found.roundTripMs.toFixed(1)} ms away`;
  return { name: "database", state: "ok", detail, fix: null };
}

const fixes: Readonly<Record<Unreachable, string>> = {
  "nobody-listens": "start Postgres, or correct host and port in DATABASE_URL",
  "unknown-host": "correct the host in DATABASE_URL",
  refused: "correct user and password in DATABASE_URL",
  "no-database": "make it (`createdb`), or correct the name in DATABASE_URL",
  other: "look whether Postgres is well (its log says more), and whether a firewall lies between",
};

/** @param state Null where the role may not see the migrations. */
export function migrationFinding(state: MigrationState | null): Finding {
  const name = "migrations";
  if (state === null) {
    const detail = "not for the eyes of this role";
    return { name, state: "not-looked", detail, fix: "to see them, use the owner's DATABASE_URL" };
  }
  const { applied, pending, failed, unknown } = state;
  if (failed.length > 0) {
    const fix = `look at what ${failed[0]} has left, then \`prisma migrate resolve\` in packages/db`;
    return { name, state: "broken", detail: `broke off: ${failed.join(", ")}`, fix };
  }
  if (pending.length > 0)
    return { name, state: "broken", detail: `not applied yet: ${pending.join(", ")}`, fix: MIGRATE };
  if (unknown.length > 0) {
    const detail = `the database is newer than this code: ${unknown.join(", ")}`;
    return { name, state: "broken", detail, fix: "update the code (git pull)" };
  }
  return { name, state: "ok", detail: `all ${applied.length} applied`, fix: null };
}
