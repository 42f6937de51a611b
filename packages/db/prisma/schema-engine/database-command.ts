import { Client } from "pg";

/** Prisma's code for what went wrong, by the code of Postgres or of the system. */
const prismaCodes: Readonly<Record<string, string>> = {
  "3D000": "P1003",
  "28P01": "P1000",
  "28000": "P1000",
  ECONNREFUSED: "P1001",
  ENOTFOUND: "P1001",
};

/** `cli create-database`, `drop-database` and `can-connect-to-database`; answers the exit code. */
export async function runDatabaseCommand(name: string, url: string): Promise<0 | 1> {
  const address = new URL(url);
  address.search = "";
  const database = decodeURIComponent(address.pathname.slice(1));
  if (name === "create-database" || name === "drop-database") address.pathname = "/postgres";
  const client = new Client({ connectionString: address.href });
  try {
    await client.connect();
    const quoted = client.escapeIdentifier(database);
    if (name === "create-database") await client.query(`CREATE DATABASE ${quoted}`);
    else if (name === "drop-database") await client.query(`DROP DATABASE IF EXISTS ${quoted}`);
    else await client.query("SELECT 1");
    return 0;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (name === "create-database" && (code === "42P04" || code === "23505")) return 0; // another process was faster
    const message = cause instanceof Error ? cause.message : "";
    logError(message || `Can't reach the database server at ${address.host} (${code})`, prismaCodes[code]);
    return 1;
  } finally {
    await client.end().catch(() => {});
  }
}

/** As the native engine logs: the CLI drops the first line of standard error and reads error codes from the others. */
function logError(message: string, errorCode: string | undefined): void {
  process.stderr.write(
    logRecord("INFO", { message: "start" }) + logRecord("ERROR", { message, error_code: errorCode }),
  );
}

function logRecord(level: string, fields: object): string {
  const timestamp = new Date().toISOString();
  return `${JSON.stringify({ timestamp, level, target: "schema_engine::logger", fields })}\n`;
}
