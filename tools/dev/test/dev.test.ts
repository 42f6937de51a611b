import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Client } from "pg";
import { freePort, repositoryRoot, startCluster, startWatchdog } from "../src/index.ts";
import { servingProcess } from "../src/served-site.ts";
import { openFolder, type RunningCommand, start } from "./command.ts";
import { processTree, stillAlive } from "../src/process-table.ts";

const data = openFolder();
afterAll(() => data[Symbol.dispose]());

/** With data of its own, so that a `dev` at work in this checkout keeps its. */
const startDev = (port: number, over: Readonly<Record<string, string>> = {}) =>
  start("dev.ts", [], { LOCKSTEP_DATA: data.path, PORT: String(port), ...over });

/** Next.js serves a checkout only once: where a developer's site runs in this one, tests of a whole site can't. */
const served = servingProcess() !== undefined;

const ready = /Lockstep is ready at {2}(\S+)/;
const runnerReady = /^runner │ runner \S+ is ready/m;
const leftBehind = () => ({
  lock: existsSync(join(data.path, "dev.lock")),
  database: existsSync(join(data.path, "postgres/cluster/postmaster.pid")),
});
const nothing = { lock: false, database: false };

/** The one process below `root` with such a command. A child is a copy of its parent for a moment before it is what was called. */
const onlyProcess = (root: number, command: RegExp) =>
  vi.waitFor(
    () => {
      const [only, ...more] = processTree(root).filter((entry) => command.test(entry.command));
      if (only === undefined || more.length > 0) throw new Error(`${only ? 1 + more.length : 0} processes ${command}`);
      return only;
    },
    { timeout: 120_000, interval: 50 },
  );

describe.skipIf(served)("while it runs", () => {
  let port: number;
  let dev: RunningCommand;
  beforeAll(async () => {
    port = await freePort();
    dev = startDev(port);
    await dev.says(ready);
  });
  afterAll(() => dev[Symbol.dispose]());

  test("the page answers at the printed address, and accounts are printed", async () => {
    const [, address] = await dev.says(ready);
    const response = await fetch(address ?? "");

    expect(address).toBe(`http://localhost:${port}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("<html");
    expect(dev.said()).toMatch(/student@\S+ +\S+ +student\n/);
    expect(dev.said()).toMatch(/instructor@\S+ +\S+ +instructor\n/);
  });

  test("doctor finds its database, with every migration and a queue that works", async () => {
    const doctor = join(repositoryRoot, "apps/cli/src/main.ts");
    const { DATABASE_URL: _, ...inherited } = process.env;
    const env = { ...inherited, LOCKSTEP_DATA: data.path };
    const { stdout } = spawnSync(process.execPath, [doctor, "doctor"], { env, encoding: "utf8" });

    expect(stdout).toMatch(/^✓ database +Postgres \d+\S* at 127\.0\.0\.1:\d+\/lockstep/m);
    expect(stdout).toMatch(/^✓ migrations +all \d+ applied$/m);
    expect(stdout).toMatch(/^✓ queue +0 waiting, 0 at work, 0 dead$/m);
  });

  test("a second one says that it runs already, and disturbs nothing", async () => {
    using second = startDev(await freePort());

    expect(await second.ended).toBe(1);
    expect(second.said()).toBe(
      `Lockstep is already running at http://localhost:${port} (to end it: kill ${dev.pid}).\n`,
    );
    expect((await fetch(`http://localhost:${port}`)).status).toBe(200);
    expect(existsSync(join(data.path, "dev.lock"))).toBe(true);
  });

  test("a killed runner is started again, and it says so", async () => {
    await dev.says(runnerReady);
    const killed = await onlyProcess(dev.pid, / src\/main\.ts$/);
    process.kill(killed.pid, "SIGKILL");

    await dev.says(/^runner │ ended with code 137; starting it again in 1 s$/m);
    await dev.says(runnerReady, 2);
    expect((await onlyProcess(dev.pid, / src\/main\.ts$/)).pid).not.toBe(killed.pid);
  });

  test("a second one with data of its own says who serves this checkout, and what to type", async () => {
    using otherData = openFolder();
    using second = startDev(await freePort(), { LOCKSTEP_DATA: otherData.path });

    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/^The site of this checkout is served already, by process (\d+): .* kill \1\n$/);
    expect(readdirSync(otherData.path)).toEqual([]);
  });

  test("a killed Postgres is started again at the same address, and the site goes on", async () => {
    const before = await onlyProcess(dev.pid, /\/postgres -D /);
    process.kill(before.pid, "SIGKILL");

    await dev.says(/^db {5}│ Postgres ended; starting it again in 1 s$/m);
    await dev.says(/^db {5}│ Postgres is back$/m);
    await expect.poll(async () => (await fetch(`http://localhost:${port}/en/course`)).status).toBe(200);
    expect(stillAlive([before])).toEqual([]);
  });

  test("kill -9 leaves no process and no lock", async () => {
    const tree = processTree(dev.pid);
    expect(tree.map(({ command }) => command).join("\n")).toMatch(/postgres[^]*next|next[^]*postgres/);

    dev.child.kill("SIGKILL");

    await expect.poll(() => stillAlive(tree)).toEqual([]);
    await expect.poll(leftBehind).toEqual(nothing);
  });
});

test.skipIf(served)("Ctrl-C leaves no process and no lock, and the data for the next time", async () => {
  using dev = startDev(await freePort());
  await dev.says(ready);
  expect(dev.said()).toContain("migrations, course and accounts are as they were");
  expect(dev.said()).toMatch(/student@\S+ +\S+ +student\n/);
  const tree = processTree(dev.pid);

  dev.interrupt();

  expect(await dev.ended).toBe(130);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  expect(leftBehind()).toEqual(nothing);
  expect(readdirSync(data.path)).toEqual(expect.arrayContaining(["auth-secret", "postgres", "runner-password"]));
});

test.skipIf(served)(
  "with DATABASE_URL it uses that database, prepares it, starts none and leaves it running",
  async () => {
    const watchdog = startWatchdog();
    const cluster = await startCluster({ watchdog });
    try {
      using ownData = openFolder();
      using dev = startDev(await freePort(), { DATABASE_URL: cluster.url, LOCKSTEP_DATA: ownData.path });
      await dev.says(ready);
      await dev.says(runnerReady);
      const tree = processTree(dev.pid);

      expect(dev.said()).toContain("db     │ using DATABASE_URL\n");
      expect(tree.filter(({ command }) => command.includes("postgres -D"))).toEqual([]);
      expect(await accountsIn(cluster.url)).toEqual(["instructor@lockstep.test", "student@lockstep.test"]);
      dev.interrupt();
      expect(await dev.ended).toBe(130);
      await expect.poll(() => stillAlive(tree)).toEqual([]);
      expect(await accountsIn(cluster.url)).toHaveLength(2);
      expect(readdirSync(ownData.path)).toEqual(["auth-secret"]);
    } finally {
      await cluster.stop();
      watchdog.dismiss();
    }
  },
);

test("a database of DATABASE_URL that does not answer is said plainly, without its password", async () => {
  using ownData = openFolder();
  const url = `postgresql://owner:very-secret@127.0.0.1:${await freePort()}/lockstep`;
  using dev = startDev(await freePort(), { DATABASE_URL: url, LOCKSTEP_DATA: ownData.path });

  expect(await dev.ended).toBe(1);
  expect(dev.said()).toMatch(
    /^The database of DATABASE_URL \(127\.0\.0\.1:\d+\/lockstep\) does not answer: .*ECONNREFUSED/m,
  );
  expect(dev.said()).not.toContain("very-secret");
});

async function accountsIn(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ email: string }>("select email from users order by email");
    return rows.map(({ email }) => email);
  } finally {
    await client.end();
  }
}

test.skipIf(served)("Ctrl-C in the middle of the start leaves no process and no lock", async () => {
  using ownData = openFolder();
  using dev = startDev(await freePort(), { LOCKSTEP_DATA: ownData.path });
  await dev.says(/^db {5}│ Loaded Prisma config/m);
  const tree = processTree(dev.pid);

  dev.interrupt();

  expect(await dev.ended).toBe(130);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  expect(readdirSync(ownData.path)).not.toContain("dev.lock");
});

test("a busy port is said plainly, with what to type", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  using dev = startDev(port);

  expect(await dev.ended).toBe(1);
  expect(dev.said()).toMatch(
    new RegExp(`^Port ${port} is used by another program\\..*PORT=\\d+ npx -y pnpm@12 dev\n$`),
  );
  expect(leftBehind()).toEqual(nothing);
  other.close();
});

test("a migration that broke off in an earlier start is said with what to do", async () => {
  const watchdog = startWatchdog();
  using ownData = openFolder();
  const cluster = await startCluster({ home: join(ownData.path, "postgres"), watchdog });
  const client = new Client({ connectionString: cluster.url });
  await client.connect();
  await client.query(`create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null,
    finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0);
    insert into _prisma_migrations (id, checksum, migration_name) values ('1', '', '20261125000000_first')`);
  await client.end();
  await cluster.stop();
  watchdog.dismiss();
  using dev = startDev(await freePort(), { LOCKSTEP_DATA: ownData.path });

  expect(await dev.ended).toBe(1);
  expect(dev.said()).toMatch(/^db: prisma migrate deploy ended with code \d+\.\nTo look at it: {2}.*migrate status\n/m);
  expect(dev.said()).toMatch(/^To begin afresh, without what is in it: {2}rm -r \S*postgres$/m);
});

test.each(["no-number", "0", "70000", "30.5"])("PORT=%s is refused plainly", async (port) => {
  using dev = startDev(0, { PORT: port });

  expect(await dev.ended).toBe(1);
  expect(dev.said()).toBe(`PORT must be a whole number from 1 to 65535, not "${port}".\n`);
});
