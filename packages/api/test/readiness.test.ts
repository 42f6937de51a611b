import { openDatabase } from "@lockstep/db";
import { expect, test } from "vitest";
import { isReady } from "../src/index.ts";
import { openSite } from "./site.ts";

const site = await openSite();

test("a site with its database is ready", async () => {
  expect(await isReady(site)).toBe(true);
});

test("a site whose database does not answer is not", async () => {
  const db = openDatabase("postgresql://nobody:none@127.0.0.1:1/nothing");
  expect(await isReady({ ...site, db })).toBe(false);
  await db.$disconnect();
});

test("a site whose database was never migrated is not", async () => {
  const elsewhere = new URL(process.env["DATABASE_URL"] ?? "");
  elsewhere.pathname = "/postgres";
  const db = openDatabase(elsewhere.href);
  expect(await isReady({ ...site, db })).toBe(false);
  await db.$disconnect();
});
