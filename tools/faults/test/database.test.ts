import { openDatabase } from "@lockstep/db";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Phase, RunnerProcess } from "../src/runner-process.ts";
import { Site } from "../src/site.ts";
import { type Expected, expectSound, kinds } from "../src/sound.ts";

const PATIENCE_MS = 300_000;

let site: Site;
beforeAll(async () => {
  // A throw-away database answers before its log is written, to be quick: it may forget what it has said was done.
  const db = openDatabase(process.env["DATABASE_URL"] ?? "");
  await db.$executeRaw`alter database lockstep set synchronous_commit to on`;
  await db.$disconnect();
  site = await Site.open();
});
afterAll(() => site.close());

/** One of its processes is killed: Postgres then drops every connection, and starts again from its log. */
async function crashDatabase(): Promise<void> {
  const [backend] = await site.db.$queryRaw<{ pid: number }[]>`
    select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`;
  if (!backend) throw new Error("Nobody is connected.");
  process.kill(backend.pid, "SIGKILL");
}

test.each<Phase>(["preparing", "running", "reporting"])(
  "a database that crashes while a runner is %s: nothing is lost, nothing is doubled",
  async (at) => {
    const submissions = new Map<string, Expected>();
    for (const { solution, purpose, ...expected } of [kinds[0], kinds[2]])
      submissions.set(await site.submit(solution, purpose), expected);
    let crashed: Promise<void> | undefined;
    const env = { DATABASE_URL: site.runnerUrl, RUNNER_NAME: `crash-${at}`, RUNNER_SLOTS: "2" };
    const runner = new RunnerProcess(env, (_runner, { phase }) => {
      if (phase === at) crashed ??= crashDatabase();
    });
    try {
      await vi.waitFor(
        async () => {
          expect({ alive: runner.alive, said: runner.said }).toMatchObject({ alive: true });
          expect(crashed).toBeDefined();
          await crashed;
          expect({ open: await site.openJobs(), said: runner.said }).toMatchObject({ open: 0 });
        },
        { timeout: PATIENCE_MS, interval: 250 },
      );
      for (const [id, expected] of submissions) await expectSound(site, id, expected);
    } finally {
      expect(await runner.stop()).toBe(0);
    }
  },
);
