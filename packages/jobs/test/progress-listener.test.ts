import { appendProgress, openDatabase } from "@lockstep/db";
import { newSubmission } from "@lockstep/db/fixtures";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { openProgressListener, type ProgressListener } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";

const db = openDatabase(databaseUrl);
let listener: ProgressListener;
beforeEach(() => {
  listener = openProgressListener(databaseUrl);
});
afterEach(() => listener.close());
afterAll(() => db.$disconnect());

const announce = (submissionId: string) =>
  db.$transaction((tx) => appendProgress(tx, submissionId, { kind: "queued" }));
/** Connections that listen; one that was ended is listed for a moment longer. */
const listeners = () =>
  db.$queryRaw<{ pid: number }[]>`
    select pid from pg_stat_activity where query like 'LISTEN %progress%' and pid <> pg_backend_pid()`;
const onlyListener = () =>
  vi.waitFor(
    async () => {
      const [only, ...more] = await listeners();
      if (only === undefined || more.length > 0) throw new Error(`${more.length + (only ? 1 : 0)} connections listen.`);
      return only;
    },
    { timeout: 50_000, interval: 50 },
  );

test("wakes who waits for this submission, and nobody else", async () => {
  const [mine, other] = [await newSubmission(db), await newSubmission(db)];
  using inbox = await listener.subscribe(mine.submissionId);
  using elsewhere = await listener.subscribe(other.submissionId);
  let wokenElsewhere = false;
  const leave = new AbortController();
  const waits = elsewhere.next(leave.signal).then(() => (wokenElsewhere = !leave.signal.aborted));

  const woken = inbox.next();
  await announce(mine.submissionId);
  await woken;

  leave.abort();
  await waits;
  expect(wokenElsewhere).toBe(false);
});

test("remembers what was announced between two waits", async () => {
  const { submissionId } = await newSubmission(db);
  using first = await listener.subscribe(submissionId);
  using second = await listener.subscribe(submissionId);
  const told = first.next();
  await announce(submissionId);
  await told;

  await expect(second.next()).resolves.toBeUndefined();
});

test("needs one connection, however many wait", async () => {
  const submissions = await Promise.all([1, 2, 3].map(() => newSubmission(db)));
  const inboxes = await Promise.all(submissions.map(({ submissionId }) => listener.subscribe(submissionId)));

  await expect(onlyListener()).resolves.toBeDefined();
  for (const inbox of inboxes) inbox[Symbol.dispose]();
});

test("wakes all who wait after a lost connection, and goes on listening", async () => {
  const { submissionId } = await newSubmission(db);
  using inbox = await listener.subscribe(submissionId);
  const connection = await onlyListener();

  const woken = inbox.next();
  await db.$queryRaw`select pg_terminate_backend(${connection.pid}::int)`;
  await woken;
  const again = inbox.next();
  await announce(submissionId);

  await expect(again).resolves.toBeUndefined();
});

test("lets go of all who wait when it closes", async () => {
  const { submissionId } = await newSubmission(db);
  using inbox = await listener.subscribe(submissionId);
  const waits = inbox.next();

  await listener.close();

  await expect(waits).resolves.toBeUndefined();
});
