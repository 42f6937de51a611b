import { expect, test } from "vitest";
import { inspectQueue } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { testQueue } from "./fixtures.ts";

const { db, enqueue } = await testQueue(databaseUrl);

test("an empty queue has no oldest job", async () => {
  expect(await inspectQueue(databaseUrl)).toEqual({ waiting: 0, atWork: 0, deadLetters: 0, oldestWaitingMs: null });
});

test("jobs that wait, that are at work and that are dead are told apart, with the age of the oldest that waits", async () => {
  for (const id of ["first", "second", "third", "fourth"]) await enqueue(id);
  await db.$executeRaw`update pgboss.job set start_after = now() - interval '5 minutes' where data->>'submissionId' = 'second'`;
  await db.$executeRaw`update pgboss.job set state = 'active', start_after = now() - interval '1 hour' where data->>'submissionId' = 'first'`;
  await db.$executeRaw`update pgboss.job set state = 'completed' where data->>'submissionId' = 'third'`;
  await db.$executeRaw`update pgboss.job set name = 'grading-dead' where data->>'submissionId' = 'fourth'`;

  const found = await inspectQueue(databaseUrl);

  expect(found).toMatchObject({ waiting: 1, atWork: 1, deadLetters: 1 });
  expect(found?.oldestWaitingMs).toBeGreaterThanOrEqual(300_000);
  expect(found?.oldestWaitingMs).toBeLessThan(3_600_000);
});

test("a job that waits for its next attempt is not late yet", async () => {
  await enqueue("later");
  await db.$executeRaw`update pgboss.job set state = 'retry', start_after = now() + interval '5 minutes'`;

  expect(await inspectQueue(databaseUrl)).toMatchObject({ waiting: 1, oldestWaitingMs: null });
});

test("a database without a queue answers null", async () => {
  await db.$executeRaw`create database queueless`;
  const url = new URL(databaseUrl);
  url.pathname = "/queueless";
  try {
    expect(await inspectQueue(url.href)).toBeNull();
  } finally {
    await db.$executeRaw`drop database queueless with (force)`;
  }
});
