import { findCourses, openDatabase } from "@lockstep/db";
import { openQueue } from "@lockstep/jobs";
import { afterAll, expect, test } from "vitest";
import { seedSite } from "../src/seed-site.ts";

/** Where the tests' database is; `with-db` says it. */
const databaseUrl = process.env["DATABASE_URL"] ?? "";
const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

test("a migrated database is made ready, and the second time nothing changes", async () => {
  const first = await seedSite({ databaseUrl, demo: true });
  const users = await db.user.findMany({ orderBy: { id: "asc" } });
  const second = await seedSite({ databaseUrl, demo: true });

  expect(first.exercises).toContain("ticket-office");
  expect(first.changed).toEqual(first.exercises);
  expect(first.accounts.map(({ role }) => role).toSorted()).toEqual(["instructor", "student"]);
  expect(second).toEqual({ ...first, changed: [] });
  expect(await db.user.findMany({ orderBy: { id: "asc" } })).toEqual(users);
  const [course, ...others] = await findCourses(db);
  expect(course?.packs.map(({ slug }) => slug)).toEqual(first.exercises);
  expect(others).toEqual([]);
  const queue = await openQueue({ databaseUrl });
  expect(await queue.waiting()).toBe(0);
  await queue.close();
});

test("without being asked for them it makes no accounts", async () => {
  const before = await db.user.count();
  const { accounts } = await seedSite({ databaseUrl, demo: false });

  expect(accounts).toEqual([]);
  expect(await db.user.count()).toBe(before);
});

test("the runner's role can sign in only once it has a password", async () => {
  const url = new URL(databaseUrl);
  url.username = "lockstep_runner";
  url.password = "f".repeat(32);
  const connect = async () => {
    const asRunner = openDatabase(url.href);
    try {
      return await asRunner.$queryRaw<unknown[]>`select current_user::text as name`;
    } finally {
      await asRunner.$disconnect();
    }
  };
  await expect(connect()).rejects.toThrow(/authentication|not permitted|password|credentials/i);

  await seedSite({ databaseUrl, demo: false, runnerPassword: url.password });

  expect(await connect()).toEqual([{ name: "lockstep_runner" }]);
});
