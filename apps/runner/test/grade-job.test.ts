import { readProgress } from "@lockstep/db";
import { caseResultOf, reportOf } from "@lockstep/db/fixtures";
import type { LeasedJob } from "@lockstep/jobs";
import { testQueue } from "@lockstep/jobs/fixtures";
import type { GradingEvent } from "@lockstep/judge";
import { describe, expect, test } from "vitest";
import { type GradingDeps, gradeJob } from "../src/grade-job.ts";
import { RunnerLog } from "../src/runner-log.ts";

const { db, queue, withLease } = await testQueue(process.env["DATABASE_URL"] ?? "");

/** A runner whose sandbox was lost, or is lost while it grades. */
function sick(over: Partial<GradingDeps>): GradingDeps {
  const watch = { isLost: () => false, stillWorks: async () => false, gradedWell: () => {} };
  const judges = { use: () => Promise.reject(new Error("there is no box")) };
  const log = new RunnerLog("text", "sick", () => {});
  return { db, queue, judges, watch, runner: "sick", log, ...over };
}

test("nothing that a grading told comes behind its being given back", async () => {
  const grading: GradingDeps["judges"] = {
    use: (body) =>
      body({
        prepare: () => {},
        grade: async (_submission, options) => {
          for (const id of ["a", "b", "c", "d", "e"]) options?.onEvent?.({ kind: "case-started", id });
          throw new Error("the box is gone");
        },
      }),
  };
  let waiting = 0;
  const submissionId = await withLease(async (job) => {
    await gradeJob(sick({ judges: grading }), job, new AbortController().signal);
    waiting = await queue.waiting();
  });

  const kinds = (await readProgress(db, submissionId, 0n)).map(({ event }) => event.kind);
  expect(kinds).toEqual(["started", ...Array.from({ length: 5 }, () => "case-started"), "queued"]);
  expect(waiting).toBe(1);
});

const lost = { isLost: () => true, stillWorks: async () => false, gradedWell: () => {} };

test("a runner that wakes up without lease and sandbox puts no second job into the queue", async () => {
  const given: number[] = [];
  await withLease(async (job) => {
    const earlier = { ...job, attempt: job.attempt - 1 };
    await expect(gradeJob(sick({ watch: lost }), job, AbortSignal.abort(new Error("lost")))).rejects.toThrow("lost");
    await gradeJob(sick({ watch: lost }), earlier, new AbortController().signal);
    given.push(await queue.waiting());
    await gradeJob(sick({ watch: lost }), job, new AbortController().signal);
    given.push(await queue.waiting());
  });

  expect(given).toEqual([0, 1]);
});

/** A runner in whose grading `body` happens, and whose report accepts. */
function healthy(body: (tell: (event: GradingEvent) => void) => Promise<void>): GradingDeps {
  const watch = { isLost: () => false, stillWorks: async () => true, gradedWell: () => {} };
  const judges: GradingDeps["judges"] = {
    use: (use) =>
      use({
        prepare: () => {},
        grade: async ({ pack }, options) => {
          await body((event) => options?.onEvent?.(event));
          return reportOf(pack);
        },
      }),
  };
  return sick({ judges, watch });
}

/** As when the monitor took a silent runner's lease, and another runner got it: answers the lease of that one. */
async function leaseOfAnother(job: LeasedJob): Promise<LeasedJob> {
  await db.$executeRaw`update pgboss.job set retry_count = retry_count + 1 where id = ${job.id}::uuid`;
  return { ...job, attempt: job.attempt + 1, retriesLeft: job.retriesLeft - 1 };
}

const never = new AbortController().signal;
const told = async (submissionId: string) => (await readProgress(db, submissionId, 0n)).map(({ event }) => event.kind);

describe("a runner that stalls while another one gets its lease", () => {
  test("tells nothing in the other's run, and gives no verdict", async () => {
    const submissionId = await withLease((job) =>
      gradeJob(
        healthy(async (tellLate) => {
          const others = healthy(async (tell) => {
            tellLate({ kind: "planned", cases: [] });
            tellLate({ kind: "case-started", id: "late" });
            tellLate({ kind: "case-finished", result: caseResultOf("late") });
            tell({ kind: "case-started", id: "theirs" });
          });
          await gradeJob(others, await leaseOfAnother(job), never);
        }),
        job,
        never,
      ),
    );

    expect(await told(submissionId)).toEqual(["started", "retrying", "started", "case-started", "verdict"]);
    expect(await db.run.findMany({ where: { submissionId }, orderBy: { attempt: "asc" } })).toMatchObject([
      { state: "abandoned" },
      { state: "done" },
    ]);
  });

  test("ends no run of the other's when it begins late", async () => {
    const submissionId = await withLease(async (job) => {
      const theirs = await leaseOfAnother(job);
      const late = healthy(async () => {});
      const others = healthy(() => gradeJob(late, job, never));
      await gradeJob(others, theirs, never);
    });

    expect(await told(submissionId)).toEqual(["started", "verdict"]);
    expect(await db.run.findMany({ where: { submissionId } })).toMatchObject([{ state: "done" }]);
  });

  test("gives no verdict and tells no case, also where the other has not begun yet", async () => {
    const submissionId = await withLease((job) =>
      gradeJob(
        healthy(async (tell) => {
          await leaseOfAnother(job);
          tell({ kind: "case-started", id: "seen" });
          tell({ kind: "case-finished", result: caseResultOf("seen") });
        }),
        job,
        never,
      ),
    );

    expect(await told(submissionId)).toEqual(["started"]);
    expect(await db.verdict.count({ where: { submissionId } })).toBe(0);
  });
});
