import { type Database, openDatabase } from "@lockstep/db";
import { newSubmission } from "@lockstep/db/fixtures";
import { afterAll, beforeEach } from "vitest";
import { type GradingQueue, type LeasedJob, openQueue } from "../src/index.ts";

/** For tests of this and other packages: a queue of one's own for the length of a file, and ways to fill and to empty it. */
export interface TestQueue {
  readonly db: Database;
  readonly queue: GradingQueue;
  /** Puts a job into the queue. @param ahead How many of the same student's wait already. */
  readonly enqueue: (submissionId: string, ahead?: number) => Promise<void>;
  /** Takes jobs, one at a time, until `count` have come and `act` has ended with each. Answers them. */
  readonly take: (
    count: number,
    act?: (job: LeasedJob) => Promise<unknown>,
    from?: GradingQueue,
  ) => Promise<readonly LeasedJob[]>;
  /** Lets `act` have the only job of a new submission, and answers that when it has ended; throws what it threw. */
  readonly withLease: (act: (job: LeasedJob) => Promise<unknown>) => Promise<string>;
}

/** Opens the queue of the tests' database. To be called while a test file is loaded: each of its tests finds the queue empty. */
export async function testQueue(databaseUrl: string): Promise<TestQueue> {
  const db = openDatabase(databaseUrl);
  const queue = await openQueue({ databaseUrl });
  beforeEach(async () => {
    await db.$executeRaw`delete from pgboss.job`;
  });
  afterAll(async () => {
    await queue.close();
    await db.$disconnect();
  });
  const enqueue: TestQueue["enqueue"] = (submissionId, ahead = 0) =>
    db.$transaction((tx) => queue.enqueue(tx, { submissionId, studentId: "student", ahead }));
  const take: TestQueue["take"] = async (count, act = async () => {}, from = queue) => {
    const taken: LeasedJob[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const consumer = await from.consume({
      concurrency: 1,
      onJob: async (leased) => {
        taken.push(leased);
        if (taken.length === count) resolve();
        await act(leased);
      },
    });
    await promise;
    await consumer.stop();
    return taken;
  };
  const withLease: TestQueue["withLease"] = async (act) => {
    const { submissionId } = await newSubmission(db);
    await enqueue(submissionId);
    let failed: { readonly cause: unknown } | undefined;
    await take(1, (job) => act(job).catch((cause: unknown) => (failed = { cause })));
    if (failed) throw failed.cause;
    return submissionId;
  };
  return { db, queue, enqueue, take, withLease };
}
