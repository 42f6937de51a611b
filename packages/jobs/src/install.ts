import { Client } from "pg";
import { PgBoss } from "pg-boss";
import { DEAD_LETTER_QUEUE, GRADING_QUEUE, gradingQueueSettings, instanceSettings, QUEUE_SCHEMA } from "./settings.ts";

/**
 * Makes the queue's tables, or brings them to this version, and lets the runner's role use them. Part of deploying, like
 * the migrations, after which it runs. Doing it twice changes nothing.
 */
export async function installQueue(options: {
  /** As the database's owner. */
  readonly databaseUrl: string;
  /** Role of the runners; it must exist. */
  readonly runnerRole: string;
}): Promise<void> {
  const boss = new PgBoss({
    ...instanceSettings,
    connectionString: options.databaseUrl,
    useListenNotify: false,
    supervise: false,
    max: 2,
  });
  const errors: Error[] = [];
  boss.on("error", (error) => errors.push(error));
  try {
    await boss.start();
    await boss.createQueue(DEAD_LETTER_QUEUE, { retentionSeconds: gradingQueueSettings.retentionSeconds });
    await boss.createQueue(GRADING_QUEUE, gradingQueueSettings);
    await boss.updateQueue(GRADING_QUEUE, gradingQueueSettings); // an older installation's settings
  } finally {
    await boss.stop({ graceful: false });
  }
  if (errors.length > 0) throw new AggregateError(errors, "The queue could not be installed.");
  await grant(options);
}

async function grant(options: { readonly databaseUrl: string; readonly runnerRole: string }): Promise<void> {
  const client = new Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    const role = client.escapeIdentifier(options.runnerRole);
    const schema = client.escapeIdentifier(QUEUE_SCHEMA);
    await client.query(`
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${role};
    `);
  } finally {
    await client.end();
  }
}
