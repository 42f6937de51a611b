import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase, setRunnerPassword } from "../src/index.ts";
import { inspectDatabase } from "../src/inspect-database.ts";
import { databaseUrl } from "./database-url.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

const changed = (change: (url: URL) => void) => {
  const url = new URL(databaseUrl);
  change(url);
  return url.href;
};

test("a migrated database is reachable, and nothing is pending", async () => {
  expect(await inspectDatabase(databaseUrl)).toMatchObject({
    state: "reachable",
    version: expect.stringMatching(/^\d+/),
    migrations: { applied: expect.arrayContaining(["20261125000000_first"]), pending: [], failed: [], unknown: [] },
  });
});

test("a migration that is not there, one that broke off and one of a newer version are told apart", async () => {
  await db.$executeRaw`update _prisma_migrations set migration_name = '29991231000000_newer' where migration_name = '20261125000000_first'`;
  await db.$executeRaw`insert into _prisma_migrations (id, checksum, migration_name) values ('broken', '', '29990101000000_broken')`;
  try {
    expect(await inspectDatabase(databaseUrl)).toMatchObject({
      migrations: {
        pending: ["20261125000000_first"],
        failed: ["29990101000000_broken"],
        unknown: ["29991231000000_newer"],
      },
    });
  } finally {
    await db.$executeRaw`delete from _prisma_migrations where id = 'broken'`;
    await db.$executeRaw`update _prisma_migrations set migration_name = '20261125000000_first' where migration_name = '29991231000000_newer'`;
  }
});

test("an empty database has everything pending", async () => {
  await db.$executeRaw`create database empty_one`;
  try {
    const found = await inspectDatabase(changed((url) => (url.pathname = "/empty_one")));

    expect(found).toMatchObject({
      state: "reachable",
      migrations: { applied: [], pending: expect.arrayContaining(["20261125000000_first"]) },
    });
  } finally {
    await db.$executeRaw`drop database empty_one with (force)`;
  }
});

test("the runner's role reaches it and may not see the migrations", async () => {
  await setRunnerPassword(db, "abcdefgh12345678");
  const url = changed((changing) => {
    changing.username = "lockstep_runner";
    changing.password = "abcdefgh12345678";
  });

  expect(await inspectDatabase(url)).toMatchObject({ state: "reachable", migrations: null });
});

describe("a database that can't be reached", () => {
  test.each([
    { because: "refused", change: (url: URL) => (url.password = "wrong") },
    { because: "no-database", change: (url: URL) => (url.pathname = "/nothing") },
    { because: "unknown-host", change: (url: URL) => (url.hostname = "db.invalid") },
  ] as const)("is told to be $because", async ({ because, change }) => {
    const found = await inspectDatabase(changed(change));

    expect(found).toMatchObject({ state: "unreachable", because, message: expect.stringMatching(/\S/) });
  });

  test("is told to be a port on which nobody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    const port = typeof address === "object" ? String(address?.port) : "";

    const found = await inspectDatabase(changed((url) => (url.port = port)));

    expect(found).toMatchObject({ state: "unreachable", because: "nobody-listens" });
  });

  test("is given up where somebody listens who says nothing", async () => {
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? String(address?.port) : "";

    const found = await inspectDatabase(changed((url) => (url.port = port)));

    expect(found).toMatchObject({
      state: "unreachable",
      because: "other",
      message: expect.stringContaining("timeout"),
    });
    server.close();
  });
});
