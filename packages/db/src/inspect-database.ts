import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Client, DatabaseError } from "pg";

const PATIENCE_MS = 5_000;
const migrationsFolder = join(import.meta.dirname, "../prisma/migrations");

/** Why no connection came about, as far as we can tell. */
export type Unreachable = "nobody-listens" | "unknown-host" | "refused" | "no-database" | "other";

/** The migrations of this code beside those of the database, by name. */
export interface MigrationState {
  readonly applied: readonly string[];
  /** This code has them, the database hasn't. */
  readonly pending: readonly string[];
  /** Begun and not finished: the next one won't begin before somebody has looked. */
  readonly failed: readonly string[];
  /** The database has them, this code hasn't: the code is older. */
  readonly unknown: readonly string[];
}

/** What a look at the database shows. */
export type DatabaseInspection =
  | { readonly state: "unreachable"; readonly because: Unreachable; readonly message: string }
  | {
      readonly state: "reachable";
      readonly version: string;
      readonly roundTripMs: number;
      /** Null where this role may not see them, as the runner's may not. */
      readonly migrations: MigrationState | null;
    };

/** Looks at a database without changing anything. Never throws; gives up connecting after 5 s. */
export async function inspectDatabase(url: string): Promise<DatabaseInspection> {
  let client: Client | undefined;
  try {
    client = new Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS });
    client.on("error", () => {}); // the query in flight says it, too
    await client.connect();
    const beganMs = performance.now();
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    const roundTripMs = performance.now() - beganMs;
    return { state: "reachable", version: rows[0]?.version ?? "?", roundTripMs, migrations: await migrations(client) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message || String(codeOf(cause)) : String(cause);
    return { state: "unreachable", because: reasonOf(cause), message };
  } finally {
    await client?.end().catch(() => {});
  }
}

async function migrations(client: Client): Promise<MigrationState | null> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const known = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  const begun = await begunMigrations(client);
  if (begun === null) return null;
  const applied = begun.filter(({ finished }) => finished).map(({ name }) => name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    failed: begun.filter(({ finished }) => !finished).map(({ name }) => name),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

async function begunMigrations(client: Client) {
  try {
    const { rows } = await client.query<{ name: string; finished: boolean }>(
      `select migration_name as name, finished_at is not null as finished from _prisma_migrations
       where rolled_back_at is null order by migration_name`,
    );
    return rows;
  } catch (error) {
    if (codeOf(error) === "42P01") return []; // no such table: an empty database
    if (codeOf(error) === "42501") return null; // not for this role
    throw error;
  }
}

function reasonOf(cause: unknown): Unreachable {
  switch (codeOf(cause)) {
    case "ECONNREFUSED":
      return "nobody-listens";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "unknown-host";
    case "28P01":
    case "28000":
      return "refused";
    case "3D000":
      return "no-database";
    default:
      return "other";
  }
}

function codeOf(cause: unknown): unknown {
  if (cause instanceof DatabaseError) return cause.code;
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]); // each address of a name was tried
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
}
