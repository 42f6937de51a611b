import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { expect, test } from "vitest";
import { keepCluster } from "../src/kept-cluster.ts";
import { startWatchdog } from "../src/watchdog.ts";
import { openFolder, start } from "./command.ts";

/** Rows of a table that is made when it is missing, after one more was put in. */
async function addRow(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("create table if not exists kept (); insert into kept default values");
    const { rows } = await client.query<{ count: number }>("select count(*)::int as count from kept");
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

async function openKept(home: string) {
  const said: string[] = [];
  const watchdog = startWatchdog();
  const cluster = await keepCluster({ home, watchdog, say: (line) => said.push(line) });
  const stop = async () => {
    await cluster.stop();
    watchdog.dismiss();
  };
  return { url: cluster.url, said, [Symbol.asyncDispose]: stop };
}

const serverOf = (home: string) => Number(readFileSync(join(home, "cluster/postmaster.pid"), "utf8").split("\n")[0]);

test("a Postgres that is killed is back at the same address, with its data", async () => {
  using home = openFolder();
  await using kept = await openKept(home.path);
  expect(await addRow(kept.url)).toBe(1);

  process.kill(serverOf(home.path), "SIGKILL");

  await expect.poll(() => kept.said.at(-1)).toBe("Postgres is back");
  expect(kept.said[0]).toBe("Postgres ended; starting it again in 1 s");
  expect(await addRow(kept.url)).toBe(2);
});

test("a Postgres of another command is taken over at the same address when that command ends", async () => {
  using data = openFolder();
  using other = start("with-db.ts", ["--", "sh", "-c", "echo up; cat"], { LOCKSTEP_DATA: data.path });
  await other.says(/up/);
  await using kept = await openKept(join(data.path, "postgres"));
  expect(await addRow(kept.url)).toBe(1);

  other.child.stdin?.end();
  await other.ended;

  await expect.poll(() => kept.said.at(-1)).toBe("Postgres is back");
  expect(await addRow(kept.url)).toBe(2);
});
