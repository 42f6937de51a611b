import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

/** Connections to the database. Close with `$disconnect`. */
export type Database = PrismaClient;

/** An open transaction; what is done through it happens altogether or not at all. */
export type Transaction = Prisma.TransactionClient;

/** Most connections that one process holds. */
const CONNECTIONS_MAX = 10;

/** How long a transaction waits for a connection, and may then take. A class that signs up together waits for its passwords to be hashed. */
const TRANSACTION_MS_MAX = 20_000;

/** Opens a pool; connects when first used. */
export function openDatabase(url: string): Database {
  return new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: CONNECTIONS_MAX,
      // The same limit once more, kept by the server: a process that is frozen keeps none, and would hold its locks for ever.
      idle_in_transaction_session_timeout: TRANSACTION_MS_MAX,
    }),
    transactionOptions: { maxWait: TRANSACTION_MS_MAX, timeout: TRANSACTION_MS_MAX },
  });
}
