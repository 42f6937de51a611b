import { readdirSync } from "node:fs";
import { Client } from "pg";
import { expect, test } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import { openFolder, type RunningCommand, start } from "./command.ts";
import { processTree, stillAlive } from "../src/process-table.ts";

/** Says where the database is, then waits until its input ends. */
const waiting = ["--", "sh", "-c", 'echo "at $DATABASE_URL."; cat; exit 7'];
const address = /at (postgresql:\S+)\./;

async function query(url: string | undefined, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("gives the command a database, and its exit code to the caller; a throw-away one is gone afterwards", async () => {
  using temporary = openFolder();
  using command = start("with-db.ts", ["--throw-away", ...waiting], { TMPDIR: temporary.path });

  const [, url] = await command.says(address);
  expect(await query(url, "select current_database() as name")).toEqual([{ name: "lockstep" }]);
  const tree = processTree(command.pid);
  command.child.stdin?.end();

  expect(await command.ended).toBe(7);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  expect(readdirSync(temporary.path)).toEqual([]);
});

test("uses the cluster that already runs, leaves it running, and keeps the data", async () => {
  using data = openFolder();
  const env = { LOCKSTEP_DATA: data.path };
  using first = start("with-db.ts", waiting, env);
  const [, url] = await first.says(address);
  using second = start("with-db.ts", waiting, env);

  expect((await second.says(address))[1]).toBe(url);
  second.child.stdin?.end();
  expect(await second.ended).toBe(7);
  await query(url, "create table kept (); insert into kept default values");
  first.child.stdin?.end();
  expect(await first.ended).toBe(7);
  await expect(query(url, "select 1")).rejects.toThrow(/ECONNREFUSED/);

  using third = start("with-db.ts", waiting, env);
  expect(await query((await third.says(address))[1], "select count(*)::int from kept")).toEqual([{ count: 1 }]);
  third.child.stdin?.end();
  await third.ended;
});

test("two first starts at once share one cluster", async () => {
  using data = openFolder();
  const env = { LOCKSTEP_DATA: data.path };
  using one = start("with-db.ts", waiting, env);
  using other = start("with-db.ts", waiting, env);

  const urls = [await one.says(address), await other.says(address)].map(([, url]) => url);

  expect(urls[0]).toBe(urls[1]);
  const trees = [...processTree(one.pid), ...processTree(other.pid)];
  for (const command of [one, other]) command.child.stdin?.end();
  expect(await Promise.all([one.ended, other.ended])).toEqual([7, 7]);
  await expect.poll(() => stillAlive(trees)).toEqual([]);
  expect(readdirSync(`${data.path}/postgres`)).toEqual(["cluster"]);
});

test.each([
  { how: "kill -9", signal: "SIGKILL", code: "SIGKILL" },
  { how: "kill", signal: "SIGTERM", code: 143 },
  { how: "Ctrl-C", signal: "SIGINT", code: 130 },
] as const)("$how leaves no process and no folder", async ({ signal, code }) => {
  using temporary = openFolder();
  using command = start("with-db.ts", ["--throw-away", ...waiting], { TMPDIR: temporary.path });
  await command.says(address);
  const tree = processTree(command.pid);
  expect(tree.some((entry) => entry.command.includes("postgres"))).toBe(true);

  if (signal === "SIGINT") command.interrupt();
  else command.child.kill(signal);

  expect(await command.ended).toBe(code);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  await expect.poll(() => readdirSync(temporary.path)).toEqual([]);
});

test("kill -9 ends a command that hears no polite signal, and its children", async () => {
  using temporary = openFolder();
  const stubborn = ["--", "sh", "-c", 'trap "" TERM INT HUP; sleep 1000 & echo up; while :; do sleep 1; done'];
  using command = start("with-db.ts", ["--throw-away", ...stubborn], { TMPDIR: temporary.path });
  await command.says(/up/);
  // A child is a copy of its shell for a moment before it is what was called.
  const look = () => processTree(command.pid).some((entry) => entry.command === "sleep 1000");
  await expect.poll(look, { timeout: 60_000, interval: 20 }).toBe(true);
  const tree = processTree(command.pid);

  command.child.kill("SIGKILL");

  await expect.poll(() => stillAlive(tree)).toEqual([]);
  await expect.poll(() => readdirSync(temporary.path)).toEqual([]);
});

/** On a busy machine `initdb` may be over between two looks; then there is another one. */
async function startedAsFarAsInitdb(env: Readonly<Record<string, string>>): Promise<RunningCommand> {
  for (;;) {
    const command = start("with-db.ts", ["--throw-away", ...waiting], env);
    while (!address.test(command.said())) {
      if (processTree(command.pid).some((entry) => /\/initdb /.test(entry.command))) return command;
      await pause(5);
    }
    command.child.stdin?.end();
    await command.ended;
  }
}

test("kill -9 while the cluster is being made leaves no process and no folder", async () => {
  using temporary = openFolder();
  using command = await startedAsFarAsInitdb({ TMPDIR: temporary.path });
  const tree = processTree(command.pid);

  command.child.kill("SIGKILL");

  await expect.poll(() => stillAlive(tree)).toEqual([]);
  await expect.poll(() => readdirSync(temporary.path)).toEqual([]);
});

test("uses the database of DATABASE_URL, but never throws that one away", async () => {
  using temporary = openFolder();
  const given = "postgresql://somebody@db.invalid/precious";
  const env = { DATABASE_URL: given, TMPDIR: temporary.path };
  using kept = start("with-db.ts", waiting, env);
  using thrownAway = start("with-db.ts", ["--throw-away", ...waiting], env);

  expect((await kept.says(address))[1]).toBe(given);
  expect((await thrownAway.says(address))[1]).toMatch(/@127\.0\.0\.1:\d+\/lockstep$/);
  for (const command of [kept, thrownAway]) command.child.stdin?.end();
  await Promise.all([kept.ended, thrownAway.ended]);
});

test("says how it is called when it is told no command", async () => {
  using command = start("with-db.ts", ["--throw-away"]);

  expect(await command.ended).toBe(2);
  expect(command.said()).toMatch(/^Usage: with-db/);
});
