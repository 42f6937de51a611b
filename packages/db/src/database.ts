import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

/** Connections to the database. Close with `$disconnect`. */
export type Database = PrismaClient;

/** An open transaction; what is done through it happens altogether or not at all. */
export type Transaction = Prisma.TransactionClient;

/** Most connections that one process holds. */
const CONNECTIONS_MAX = 10;

/** Opens a pool; connects when first used. */
export function openDatabase(url: string): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: CONNECTIONS_MAX }) });
}
