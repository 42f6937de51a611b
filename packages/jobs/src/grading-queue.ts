import type { Transaction } from "@lockstep/db";
import { fromPrisma, type JobWithMetadata, PgBoss, type SendOptions } from "pg-boss";
import { MalformedJobError, QueueNotInstalledError } from "./errors.ts";
import {
  DEAD_LETTER_QUEUE,
  GIVEN_BACK_AHEAD_MAX,
  GIVEN_BACK_SECONDS_MAX,
  GRADING_QUEUE,
  gradingQueueSettings,
  instanceSettings,
  LEASED_IDLE_MS_MAX,
  pollingSettings,
} from "./settings.ts";

/** A lease on one submission. */
export interface LeasedJob {
  readonly id: string;
  readonly submissionId: string;
  /** From 1; starts again when an instructor retries a dead letter. */
  readonly attempt: number;
  /** If this attempt fails, the job becomes a dead letter. */
  readonly last: boolean;
  /** How often it may still be tried after this attempt. */
  readonly retriesLeft: number;
  /** Whose jobs take turns with it; null where it has none. */
  readonly group: string | null;
}

/** A job that failed too often. */
export interface DeadJob {
  readonly id: string;
  /** Null where the job was not one of ours. */
  readonly submissionId: string | null;
  readonly failedAt: Date;
  /** What the last attempt said. */
  readonly because: string;
}

/** Takes jobs until it is stopped. */
export interface Consumer {
  /** Takes no further job and waits for those at work. */
  stop(): Promise<void>;
}

/** The queue of submissions to be graded, over one set of connections. */
export interface GradingQueue {
  /**
   * Puts a submission into the queue as part of the caller's transaction: both are there, or neither.
   * @param job.studentId Whose it is. @param job.ahead How many of the same student's submissions wait already: the more,
   * the later this one is taken, so that nobody waits for somebody else's whole series.
   */
  enqueue(
    tx: Transaction,
    job: { readonly submissionId: string; readonly studentId: string; readonly ahead: number },
  ): Promise<void>;
  /**
   * Calls `onJob` for each job, at most `concurrency` at a time. A rejection gives the job back, to be tried again, or to
   * the dead letters after the last attempt. `signal` is aborted when the lease is lost: somebody else may have the job,
   * and what `onJob` still does must not count.
   */
  consume(options: {
    readonly concurrency: number;
    readonly onJob: (job: LeasedJob, context: { readonly signal: AbortSignal }) => Promise<void>;
  }): Promise<Consumer>;
  /** Whether the lease is still that of `job`; if so, nobody else gets it before the transaction ends. */
  isLeased(tx: Transaction, job: LeasedJob): Promise<boolean>;
  /**
   * Ends a leased job and puts its submission into the queue once more, for later, together with whatever else the
   * transaction does: a job of its own, with all its attempts, or with one where it is the last time. Does nothing, and answers
   * false, where the lease is lost: somebody else has the job, or will.
   */
  enqueueAgain(
    tx: Transaction,
    job: LeasedJob,
    options: { readonly afterMs: number; readonly isLastTime: boolean },
  ): Promise<boolean>;
  /**
   * Ends a leased job and puts its submission back into the queue, together with whatever else the transaction does: whoever
   * leased it could do nothing with it, so none of its attempts is used. Does nothing, and answers false, where the lease is lost.
   * @param options.time How often this submission was given back by now, from 1. At first it goes before all others, at once;
   * later it waits longer each time, and its turn like any other: whoever keeps giving it back must not keep getting it.
   */
  giveBack(tx: Transaction, job: LeasedJob, options: { readonly time: number }): Promise<boolean>;
  /** Oldest first, at most 1000. */
  deadLetters(): Promise<readonly DeadJob[]>;
  /** Whether there is still a dead letter with this id, as the transaction sees it. */
  isDeadLetter(tx: Transaction, id: string): Promise<boolean>;
  /** Takes a dead letter away, together with whatever else the transaction does. Answers its submission; null where there is none. */
  takeDeadLetter(tx: Transaction, id: string): Promise<{ readonly submissionId: string } | null>;
  /**
   * Drops every job of a submission, together with whatever else the transaction does. Whoever has leased one is told within
   * three seconds: the `signal` of its job is aborted.
   */
  cancel(tx: Transaction, submissionId: string): Promise<void>;
  /** Jobs that nobody has taken yet. */
  waiting(): Promise<number>;
  /** Ends the connections. Jobs at work are given back: stop the consumers first. */
  close(): Promise<void>;
}

/**
 * Opens the queue.
 * @param options.onError Told of trouble that no call answers for, such as a lost connection; without it, standard error.
 * @throws {QueueNotInstalledError}
 */
export async function openQueue(options: {
  readonly databaseUrl: string;
  readonly onError?: (error: Error) => void;
}): Promise<GradingQueue> {
  const boss = new PgBoss({
    ...instanceSettings,
    connectionString: options.databaseUrl,
    migrate: false, // `installQueue` does it; a runner may not
    createSchema: false,
    reindex: false,
    max: 5,
  });
  boss.on("error", options.onError ?? ((error) => console.error(`queue: ${error.message}`)));
  try {
    await boss.start();
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw new QueueNotInstalledError(cause);
  }
  return {
    enqueue: async (tx, { submissionId, studentId, ahead }) => {
      const data = { submissionId };
      const group = { id: studentId };
      await boss.send(GRADING_QUEUE, data, { db: fromPrisma(tx), priority: -Math.min(ahead, 1000), group });
    },
    isLeased,
    enqueueAgain: (tx, job, { afterMs, isLastTime }) =>
      replace(boss, tx, job, { startAfter: Math.ceil(afterMs / 1000), ...(isLastTime && { retryLimit: 0 }) }),
    giveBack: (tx, job, { time }) =>
      replace(boss, tx, job, {
        priority: time <= GIVEN_BACK_AHEAD_MAX ? 1 : 0,
        startAfter: Math.min(2 ** (time - 1) - 1, GIVEN_BACK_SECONDS_MAX),
        // This attempt is not used: the new job's first one is it.
        retryLimit: job.retriesLeft,
      }),
    consume: (work) => consume(boss, work),
    deadLetters: async () => {
      const jobs = await boss.findJobs<unknown>(DEAD_LETTER_QUEUE, { queued: true });
      return jobs.map(deadJob);
    },
    isDeadLetter: async (tx, id) => (await findDeadLetter(boss, tx, id)) !== undefined,
    takeDeadLetter: async (tx, id) => {
      // Of two who take it at once, the second must see that it is gone.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`dead-letter:${id}`}, 0))`;
      const job = await findDeadLetter(boss, tx, id);
      const submissionId = job && submissionOf(job);
      if (submissionId === undefined) return null;
      await boss.deleteJob(DEAD_LETTER_QUEUE, id, { db: fromPrisma(tx) });
      return { submissionId };
    },
    cancel: async (tx, submissionId) => {
      const db = fromPrisma(tx);
      const jobs = await boss.findJobs(GRADING_QUEUE, { data: { submissionId }, db });
      for (const { id } of jobs) await boss.cancel(GRADING_QUEUE, id, { db });
    },
    waiting: async () => {
      const jobs = await boss.findJobs(GRADING_QUEUE, { queued: true, limit: 100_000 });
      return jobs.length;
    },
    close: () => boss.stop({ graceful: false }),
  };
}

async function consume(boss: PgBoss, work: Parameters<GradingQueue["consume"]>[0]): Promise<Consumer> {
  const { concurrency, onJob } = work;
  const id = await boss.work(
    GRADING_QUEUE,
    { ...pollingSettings, localConcurrency: concurrency, includeMetadata: true, heartbeatRefreshSeconds: 3 },
    async ([job]: JobWithMetadata<unknown>[]) => {
      if (!job) return;
      const submissionId = submissionOf(job);
      if (submissionId === undefined) throw new MalformedJobError(job.id);
      const leased: LeasedJob = {
        id: job.id,
        submissionId,
        attempt: job.retryCount + 1,
        last: job.retryCount >= job.retryLimit,
        retriesLeft: Math.max(0, job.retryLimit - job.retryCount),
        group: job.groupId ?? null,
      };
      await onJob(leased, { signal: job.signal });
    },
  );
  return { stop: () => boss.offWork(GRADING_QUEUE, { id, wait: true }) };
}

/**
 * The job's row is locked: the heartbeat, the monitor and `cancel` wait for the end of the transaction. The monitor brings all
 * lost leases back in one statement, so whoever freezes with the lock would keep every one from coming back. Therefore the
 * server ends this transaction where it hears nothing of it for `LEASED_IDLE_MS_MAX`.
 */
async function isLeased(tx: Transaction, { id, attempt }: LeasedJob): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select "id", set_config('idle_in_transaction_session_timeout', ${String(LEASED_IDLE_MS_MAX)}, true) from pgboss.job
    where "name" = ${GRADING_QUEUE} and "id" = ${id}::uuid and "state" = 'active' and "retry_count" = ${attempt - 1}::int
    for update`;
  return rows.length > 0;
}

/**
 * Ends the leased job and puts another one in its place. In one transaction: of a runner that dies between the two, the queue
 * would retry the first job beside the second. What `consume` says of the job afterwards finds it ended, and does nothing.
 */
async function replace(
  boss: PgBoss,
  tx: Transaction,
  job: LeasedJob,
  by: Pick<SendOptions, "priority" | "retryLimit" | "startAfter">,
): Promise<boolean> {
  if (!(await isLeased(tx, job))) return false;
  const { id, attempt, submissionId, group } = job;
  const db = fromPrisma(tx);
  await boss.complete(GRADING_QUEUE, { id, retryCount: attempt - 1 }, null, { db });
  await boss.send(GRADING_QUEUE, { submissionId }, { ...by, db, ...(group && { group: { id: group } }) });
  return true;
}

async function findDeadLetter(boss: PgBoss, tx: Transaction, id: string) {
  const [job] = await boss.findJobs<unknown>(DEAD_LETTER_QUEUE, { id, queued: true, db: fromPrisma(tx) });
  return job;
}

function submissionOf({ data }: { readonly data: unknown }): string | undefined {
  if (typeof data !== "object" || data === null || !("submissionId" in data)) return undefined;
  return typeof data.submissionId === "string" ? data.submissionId : undefined;
}

function deadJob(job: JobWithMetadata<unknown>): DeadJob {
  const output: unknown = job.sourceOutput;
  const said = typeof output === "object" && output !== null && "message" in output ? String(output.message) : "";
  const submissionId = submissionOf(job) ?? null;
  return { id: job.id, submissionId, failedAt: job.createdOn, because: said || "no reason was given" };
}

/** Attempts before a job becomes a dead letter. */
export const ATTEMPTS_MAX = gradingQueueSettings.retryLimit + 1;
