import { Client, DatabaseError } from "pg";
import { DEAD_LETTER_QUEUE, GRADING_QUEUE, QUEUE_SCHEMA } from "./settings.ts";

/** How the queue stands at a moment. */
export interface QueueInspection {
  /** Nobody has taken them; those that wait for their next attempt are counted, too. */
  readonly waiting: number;
  readonly atWork: number;
  readonly deadLetters: number;
  /** How long the job that waits longest could have been taken already; null where none waits. */
  readonly oldestWaitingMs: number | null;
}

/** Looks at the queue without changing anything. Null where its tables are missing. Throws where the database doesn't answer. */
export async function inspectQueue(databaseUrl: string): Promise<QueueInspection | null> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  client.on("error", () => {}); // the query in flight says it, too
  await client.connect();
  try {
    const { rows } = await client.query<QueueInspection>(
      `select
         count(*) filter (where name = $1 and state in ('created', 'retry'))::int as "waiting",
         count(*) filter (where name = $1 and state = 'active')::int as "atWork",
         count(*) filter (where name = $2 and state in ('created', 'retry'))::int as "deadLetters",
         (extract(epoch from now() - min(start_after) filter (where name = $1 and state in ('created', 'retry')
           and start_after <= now())) * 1000)::float as "oldestWaitingMs"
       from ${QUEUE_SCHEMA}.job`,
      [GRADING_QUEUE, DEAD_LETTER_QUEUE],
    );
    return rows[0] ?? null;
  } catch (error) {
    // No such table, no such schema.
    if (error instanceof DatabaseError && ["42P01", "3F000"].includes(error.code ?? "")) return null;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
