import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { RUNNER_ROLE, setRunnerPassword, type Transaction } from "@lockstep/db";
import { newSubmission } from "@lockstep/db/fixtures";
import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX, installQueue, type LeasedJob, openQueue } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { testQueue } from "./fixtures.ts";

const { db, queue, enqueue, take } = await testQueue(databaseUrl);

/** Resolves when the signal is aborted, also where that has happened already. */
async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** Jobs that wait or are at work. @param submissionId Only those of this one. */
const openJobs = (submissionId: string | null = null) =>
  db.$queryRaw<{ id: string; state: string }[]>`
    select id, state from pgboss.job where name = 'grading' and state in ('created', 'retry', 'active')
    and (${submissionId}::text is null or data ->> 'submissionId' = ${submissionId})`;

describe("a submission and its job", () => {
  test("come back later as a job of its own, in its student's group; the last time with one attempt", async () => {
    const { submissionId } = await newSubmission(db);
    await enqueue(submissionId);
    const again = (leased: LeasedJob) =>
      db.$transaction((tx) => queue.enqueueAgain(tx, leased, { afterMs: 500, isLastTime: true }));

    const [first, second] = await take(2, async (leased) => {
      if (!leased.last) await again(leased);
    });

    expect(first).toMatchObject({ submissionId, attempt: 1, last: false, group: "student" });
    expect(second).toMatchObject({ submissionId, attempt: 1, last: true, group: "student" });
    expect(second?.id).not.toBe(first?.id);
    expect(await queue.deadLetters()).toEqual([]);
  });

  test("are given back with every attempt that was left, in their student's group, before all that wait", async () => {
    const { submissionId } = await newSubmission(db);
    await enqueue(submissionId);
    const back = (leased: LeasedJob) => db.$transaction((tx) => queue.giveBack(tx, leased, { time: 1 }));

    const [first, second] = await take(2, async (leased) => {
      if (leased.retriesLeft === ATTEMPTS_MAX - 1) {
        await enqueue(randomUUID());
        await back({ ...leased, retriesLeft: 2 });
      }
    });

    expect(first).toMatchObject({ submissionId, retriesLeft: ATTEMPTS_MAX - 1, last: false });
    expect(second).toMatchObject({ submissionId, attempt: 1, retriesLeft: 2, last: false, group: "student" });
    expect(second?.id).not.toBe(first?.id);
    expect(await queue.deadLetters()).toEqual([]);
  });

  test("that are given back again and again wait longer each time, and soon their turn", async () => {
    const times = [1, 2, 3, 4, 20];
    await enqueue(randomUUID());
    await take(1, async (leased) => {
      for (const time of times) {
        await db.$transaction((tx) => queue.giveBack(tx, leased, { time }));
        await db.$executeRaw`update pgboss.job set state = 'active' where id = ${leased.id}::uuid`; // leased once more
      }
    });

    const rows = await db.$queryRaw`
      select priority, extract(epoch from start_after - created_on)::int as seconds from pgboss.job
      where name = 'grading' and state = 'created' order by start_after, priority desc`;
    expect(rows).toEqual([
      { priority: 1, seconds: 0 },
      { priority: 1, seconds: 1 },
      { priority: 0, seconds: 3 },
      { priority: 0, seconds: 7 },
      { priority: 0, seconds: 30 },
    ]);
  });

  test("are not given back by whoever has lost the lease", async () => {
    await enqueue(randomUUID());
    const given: boolean[] = [];
    const give = async (leased: LeasedJob) =>
      given.push(await db.$transaction((tx) => queue.giveBack(tx, leased, { time: 1 })));
    const [lost] = await take(2, async (leased) => {
      if (leased.attempt === 1) throw new Error("It comes back.");
      await give({ ...leased, attempt: 1 });
    });
    if (lost) await give(lost);

    expect(given).toEqual([false, false]);
    expect(await queue.waiting()).toBe(0);
  });

  test.each(["giveBack", "enqueueAgain"] as const)(
    "are one job after %s by a runner that dies of it, and the first one after a rollback",
    async (way) => {
      await enqueue(randomUUID());
      const again = (tx: Transaction, leased: LeasedJob) =>
        way === "giveBack"
          ? queue.giveBack(tx, leased, { time: 1 })
          : queue.enqueueAgain(tx, leased, { afterMs: 0, isLastTime: false });
      const seen: unknown[] = [];

      const [first, second] = await take(2, async (leased) => {
        if (seen.length > 0) return;
        const undone = db.$transaction(async (tx) => {
          await again(tx, leased);
          throw new Error("no");
        });
        seen.push(await undone.catch(() => openJobs()));
        await db.$transaction((tx) => again(tx, leased));
        throw new Error("It dies.");
      });

      expect(seen).toEqual([[{ id: first?.id, state: "active" }]]);
      expect(second?.id).not.toBe(first?.id);
      expect(second?.attempt).toBe(1);
      expect(await openJobs()).toEqual([]);
    },
  );

  test("are both absent after a rollback", async () => {
    const { submissionId } = await newSubmission(db);
    const failed = db.$transaction(async (tx) => {
      await tx.submission.delete({ where: { id: submissionId } });
      await queue.enqueue(tx, { submissionId, studentId: "student", ahead: 0 });
      throw new Error("no");
    });

    await expect(failed).rejects.toThrow("no");
    expect(await queue.waiting()).toBe(0);
    expect(await db.submission.count({ where: { id: submissionId } })).toBe(1);
  });

  test("are seen by nobody before the commit, and by a consumer after it", async () => {
    const id = randomUUID();
    await db.$transaction(async (tx) => {
      await queue.enqueue(tx, { submissionId: id, studentId: "student", ahead: 0 });
      expect(await queue.waiting()).toBe(0);
    });

    expect(await queue.waiting()).toBe(1);
    expect(await take(1)).toMatchObject([{ submissionId: id, attempt: 1, last: false }]);
  });
});

describe("a consumer", () => {
  test("takes a student's first submission before another student's second", async () => {
    const [second, first] = [randomUUID(), randomUUID()];
    await enqueue(second, 1);
    await enqueue(first, 0);

    expect((await take(2)).map(({ submissionId }) => submissionId)).toEqual([first, second]);
  });

  test("has no more jobs at work than it said", async () => {
    let atWork = 0;
    let peak = 0;
    let done = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const { promise: two, resolve: twoAreAtWork } = Promise.withResolvers<void>();
    for (let i = 0; i < 6; i++) await enqueue(randomUUID());
    const consumer = await queue.consume({
      concurrency: 2,
      onJob: async () => {
        atWork++;
        peak = Math.max(peak, atWork);
        if (atWork === 2) twoAreAtWork();
        await two;
        await new Promise((next) => setTimeout(next, 30)); // room for a third
        atWork--;
        if (++done === 6) resolve();
      },
    });
    await promise;
    await consumer.stop();

    expect(peak).toBe(2);
  });

  test("waits at its stop for the job at work, and takes no other", async () => {
    await enqueue(randomUUID());
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    let ended = false;
    const consumer = await queue.consume({
      concurrency: 1,
      onJob: async () => {
        begin();
        await mayEnd;
        ended = true;
      },
    });
    await begun;

    const stopped = consumer.stop().then(() => ended);
    await enqueue(randomUUID());
    end();

    expect(await stopped).toBe(true);
    expect(await queue.waiting()).toBe(1);
  });

  test("gets a job again that failed, until it is a dead letter, which can be tried again", async () => {
    const id = randomUUID();
    await enqueue(id);

    const attempts = await take(ATTEMPTS_MAX, () => Promise.reject(new Error("the sandbox is broken")));

    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(attempts.map(({ last }) => last)).toEqual([false, false, false, true]);
    const [letter] = await queue.deadLetters();
    expect(letter).toMatchObject({ submissionId: id, because: "the sandbox is broken" });
    const takeLetter = () => db.$transaction((tx) => queue.takeDeadLetter(tx, letter?.id ?? ""));
    expect(await takeLetter()).toEqual({ submissionId: id });
    expect(await takeLetter()).toBeNull();
    expect(await queue.deadLetters()).toEqual([]);
  });

  test("takes one of a student who has one before the second of a student who has twenty", async () => {
    const twenty = Array.from({ length: 20 }, () => randomUUID());
    for (const [ahead, id] of twenty.entries()) await enqueue(id, ahead);
    const only = randomUUID();
    await enqueue(only, 0);

    expect((await take(2)).map(({ submissionId }) => submissionId)).toEqual([twenty[0], only]);
  });

  test("never gets a job that was cancelled, and is told when it has it already", async () => {
    const [waiting, leased] = [randomUUID(), randomUUID()];
    const { promise: begun, resolve: begin } = Promise.withResolvers<AbortSignal>();
    await enqueue(leased);
    const consumer = await queue.consume({
      concurrency: 1,
      onJob: async (_job, { signal }) => {
        begin(signal);
        await aborted(signal);
      },
    });
    const signal = await begun;
    await enqueue(waiting);

    await db.$transaction((tx) => queue.cancel(tx, waiting));
    await db.$transaction((tx) => queue.cancel(tx, leased));
    await aborted(signal);
    await consumer.stop();

    expect(await queue.waiting()).toBe(0);
    expect(await queue.deadLetters()).toEqual([]);
  });

  test("is told when it has lost the lease", async () => {
    await enqueue(randomUUID());
    const { promise, resolve } = Promise.withResolvers<AbortSignal>();
    const consumer = await queue.consume({
      concurrency: 1,
      onJob: async (_job, { signal }) => {
        await db.$executeRaw`update pgboss.job set state = 'cancelled' where state = 'active'`;
        await aborted(signal);
        resolve(signal);
      },
    });

    expect((await promise).aborted).toBe(true);
    await consumer.stop();
  });

  test("gets the job of a runner that was killed", async () => {
    const id = randomUUID();
    await enqueue(id);
    const killed = spawn(process.execPath, [join(import.meta.dirname, "stuck-consumer.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said] = await once(killed.stdout, "data");
    killed.kill("SIGKILL");

    const [again] = await take(1);

    expect(String(said)).toContain(id);
    expect(again).toMatchObject({ submissionId: id, attempt: 2 });
  });
});

describe("a lost lease", () => {
  test("comes back although another runner froze in the middle of a write", async () => {
    const [frozen, other] = [randomUUID(), randomUUID()];
    for (const id of [frozen, other]) await enqueue(id);
    await db.$executeRaw`
      update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now() - interval '1 minute'`;
    const [row] = await openJobs(frozen);
    const lost = { id: row?.id ?? "", submissionId: frozen, attempt: 1, last: false, retriesLeft: 3, group: "student" };
    const { promise: held, resolve: hold } = Promise.withResolvers<boolean>();
    const { promise: thaw, resolve: letThaw } = Promise.withResolvers<void>();
    // A frozen process ends nothing by itself, so neither may this transaction; nor the longer limit of all transactions.
    const write = db.$transaction(
      async (tx) => {
        await tx.$executeRaw`set local idle_in_transaction_session_timeout = 0`;
        hold(await queue.isLeased(tx, lost));
        await thaw;
        await tx.$queryRaw`select 1`;
      },
      { timeout: 600_000 },
    );
    const written = Promise.allSettled([write]);
    expect(await held).toBe(true);

    const back = await take(2);
    letThaw();

    expect(new Set(back.map(({ submissionId }) => submissionId))).toEqual(new Set([frozen, other]));
    expect(back.map(({ attempt }) => attempt)).toEqual([2, 2]);
    expect(await written).toMatchObject([{ status: "rejected" }]); // it thaws, and stores nothing
  });
});

describe("with the runner's role", () => {
  test("jobs are taken, ended and looked after", async () => {
    const password = randomUUID().replaceAll("-", "");
    await setRunnerPassword(db, password);
    const address = new URL(databaseUrl);
    address.username = RUNNER_ROLE;
    address.password = password;
    const errors: Error[] = [];
    const asRunner = await openQueue({ databaseUrl: address.href, onError: (error) => errors.push(error) });
    const id = randomUUID();
    await enqueue(id);

    const taken = await take(1, async () => {}, asRunner);

    // Long enough for its monitor to have looked after the queue at least once.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    await asRunner.close();
    expect(taken).toMatchObject([{ submissionId: id }]);
    expect(errors).toEqual([]);
  });
});

test("the queue can be installed again over itself", async () => {
  await expect(installQueue({ databaseUrl, runnerRole: RUNNER_ROLE })).resolves.toBeUndefined();
});

test("a database without the queue is refused with what to do", async () => {
  const elsewhere = new URL(databaseUrl);
  elsewhere.pathname = "/postgres";

  await expect(openQueue({ databaseUrl: elsewhere.href })).rejects.toMatchObject({
    code: "queue-not-installed",
    message: expect.stringMatching(/Run the migrations/),
  });
});
