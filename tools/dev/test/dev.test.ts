import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, repositoryRoot } from "../src/index.ts";
import { openFolder, type RunningCommand, start } from "./command.ts";
import { processTree, stillAlive } from "../src/process-table.ts";

const data = openFolder();
afterAll(() => data[Symbol.dispose]());

/** With data of its own, so that a `dev` at work in this checkout keeps its. */
const startDev = (port: number, over: Readonly<Record<string, string>> = {}) =>
  start("dev.ts", [], { LOCKSTEP_DATA: data.path, PORT: String(port), ...over });

/** Next.js serves a checkout only once: where a developer's site runs in this one, tests of a whole site can't. */
function isSiteServed(): boolean {
  try {
    const { pid }: { pid?: unknown } = JSON.parse(
      readFileSync(join(repositoryRoot, "apps/web/.next/dev/lock"), "utf8"),
    );
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
const served = isSiteServed();

const ready = /Lockstep is ready at {2}(\S+)/;
const runnerReady = /^runner │ runner \S+ is ready/m;
const leftBehind = () => ({
  lock: existsSync(join(data.path, "dev.lock")),
  database: existsSync(join(data.path, "postgres/cluster/postmaster.pid")),
});
const nothing = { lock: false, database: false };

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

  test("a second one says that it runs already, and disturbs nothing", async () => {
    using second = startDev(await freePort());

    expect(await second.ended).toBe(1);
    expect(second.said()).toBe(`Lockstep is already running (pid ${dev.pid}) at http://localhost:${port}.\n`);
    expect((await fetch(`http://localhost:${port}`)).status).toBe(200);
    expect(existsSync(join(data.path, "dev.lock"))).toBe(true);
  });

  test("a killed runner is started again, and it says so", async () => {
    await dev.says(runnerReady);
    const runners = () => processTree(dev.pid).filter(({ command }) => command.endsWith(" src/main.ts"));
    expect(runners()).toHaveLength(1);
    for (const { pid } of runners()) process.kill(pid, "SIGKILL");

    await dev.says(/^runner │ ended with code 137; starting it again in 1 s$/m);
    await dev.says(runnerReady, 2);
    expect(runners()).toHaveLength(1);
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
  const tree = processTree(dev.pid);

  dev.interrupt();

  expect(await dev.ended).toBe(130);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  expect(leftBehind()).toEqual(nothing);
  expect(readdirSync(data.path)).toEqual(expect.arrayContaining(["auth-secret", "postgres", "runner-password"]));
});

test("Ctrl-C in the middle of the start leaves no process and no lock", async () => {
  using dev = startDev(await freePort());
  await dev.says(/^db {5}│ Loaded Prisma config/m);
  const tree = processTree(dev.pid);

  dev.interrupt();

  expect(await dev.ended).toBe(130);
  await expect.poll(() => stillAlive(tree)).toEqual([]);
  expect(leftBehind()).toEqual(nothing);
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

test.each(["no-number", "0", "70000", "30.5"])("PORT=%s is refused plainly", async (port) => {
  using dev = startDev(0, { PORT: port });

  expect(await dev.ended).toBe(1);
  expect(dev.said()).toBe(`PORT must be a whole number from 1 to 65535, not "${port}".\n`);
});
