import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

async function holdConnection(): Promise<void> {
  await db.$transaction((tx) => tx.$queryRaw`select pg_sleep(2.5)::text`);
}

test("a transaction waits its turn when a whole class signs up at once and every connection is busy", async () => {
  const busy = Array.from({ length: 11 }, holdConnection);

  expect(await Promise.allSettled(busy)).not.toContainEqual(expect.objectContaining({ status: "rejected" }));
});

test("a transaction may be idle no longer than it may take: of a process that is frozen, only the server can end it", async () => {
  const [row] = await db.$queryRaw<{ max: string }[]>`
    select current_setting('idle_in_transaction_session_timeout') as "max"`;

  expect(row?.max).toBe("20s");
});
