import { readProgress } from "@lockstep/db";
import { testQueue } from "@lockstep/jobs/fixtures";
import { expect, test } from "vitest";
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
