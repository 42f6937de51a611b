import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { Pool } from "pg";
import { mendAdapter } from "./mend-adapter.ts";

/** The databases that `prisma.config.ts` names. */
export interface Datasource {
  readonly url?: string | undefined;
  readonly shadowDatabaseUrl?: string | undefined;
}

/** Used only until a method connects, and then it says that the address is missing. */
const NOWHERE = "postgresql://nobody@127.0.0.1:1/none";

/** A pool rather than a URL: beside a `connectionString`, pg ignores the name of the shadow database. */
function connect(url: string, database?: string) {
  const address = new URL(url);
  if (database !== undefined) address.pathname = `/${database}`;
  const schema = address.searchParams.get("schema");
  address.searchParams.delete("schema"); // Prisma's own parameter; pg would send it to the server
  const pool = new Pool({ connectionString: address.href, max: 4 });
  pool.on("error", () => {}); // dropping a shadow database ends its idle connections
  return { pool, factory: new PrismaPg(pool, schema === null ? {} : { schema }) };
}

/** What the engine connects through, and the way to drop the shadow databases that it asked for. */
export async function openConnections(datasource: Datasource) {
  const url = datasource.url || NOWHERE;
  const { pool, factory } = connect(url);
  const shadows = new Set<string>();
  mendAdapter(await factory.connect());
  factory.connectToShadowDb = async () => {
    if (datasource.shadowDatabaseUrl) {
      const own = connect(datasource.shadowDatabaseUrl);
      await own.pool.query("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"); // it must be empty each time
      return own.factory.connect();
    }
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    shadows.add(name);
    await pool.query(`CREATE DATABASE "${name}"`);
    return connect(url, name).factory.connect();
  };
  return {
    factory: bindMigrationAwareSqlAdapterFactory(factory),
    dropShadows: async () => {
      await Promise.allSettled(
        [...shadows].map((name) => pool.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)),
      );
    },
  };
}
