import { readProgress } from "@lockstep/db";
import { newSubmission } from "@lockstep/db/fixtures";
import { beforeEach, describe, expect, test } from "vitest";
import { callAs, callerOf, codeOf, grade, openSite } from "./site.ts";

const site = await openSite();
beforeEach(async () => {
  await site.db.$executeRaw`delete from pgboss.job`;
});

const ownerOf = ({ studentId }: { readonly studentId: string }) =>
  callAs(site, { id: studentId, name: "A", email: "a@lockstep.test", role: "student" }).call;
const enqueue = (submissionId: string, studentId: string) =>
  site.db.$transaction((tx) => site.queue.enqueue(tx, { submissionId, studentId, ahead: 0 }));

describe("taking a submission back", () => {
  test("takes it out of the queue, and it counts nothing", async () => {
    const submission = await newSubmission(site.db);
    const { submissionId } = submission;
    await enqueue(submissionId, submission.studentId);
    const call = ownerOf(submission);

    expect(await call.student.cancel({ submissionId })).toEqual({ cancelled: true });

    expect(await site.queue.waiting()).toBe(0);
    expect(await call.student.submission({ id: submissionId })).toMatchObject({ state: "cancelled", verdict: null });
    expect(await call.student.standings()).toEqual([]);
  });

  test("changes nothing after the verdict", async () => {
    const submission = await newSubmission(site.db);
    const { submissionId } = submission;
    await grade(site, submission);

    expect(await ownerOf(submission).student.cancel({ submissionId })).toEqual({ cancelled: false });
    expect(await ownerOf(submission).student.submission({ id: submissionId })).toMatchObject({ state: "graded" });
  });

  test("is nobody else's business", async () => {
    const { submissionId } = await newSubmission(site.db);
    const instructor = await callerOf(site, "instructor");

    expect(await codeOf(instructor.call.student.cancel({ submissionId }))).toBe("not-found");
  });
});

describe("a dead letter that is sent again", () => {
  test("is graded again although it had a verdict, which becomes history", async () => {
    const submission = await newSubmission(site.db);
    const { submissionId } = submission;
    await grade(site, submission, { verdict: "internal-error", points: 0, internal: "the box broke" });
    await enqueue(submissionId, submission.studentId);
    await site.db.$executeRaw`update pgboss.job set name = 'grading-dead' where name = 'grading'`;
    const { call } = await callerOf(site, "instructor");
    const [letter] = await call.instructor.deadLetters();
    expect(letter).toMatchObject({ submission: { id: submissionId, slug: submission.pack.slug, student: "Somebody" } });

    const ids = { id: letter?.id ?? "" };
    const codes = await Promise.all([1, 2].map(() => codeOf(call.instructor.retryDeadLetter(ids))));

    expect(codes.toSorted()).toEqual(["none", "not-found"]); // of two who click at once, one sends it
    expect(await site.queue.waiting()).toBe(1);
    expect(await call.instructor.deadLetters()).toEqual([]);
    await grade(site, submission);
    expect(await call.instructor.submission({ id: submissionId })).toMatchObject({
      verdict: "accepted",
      internal: null,
      replaced: [{ verdict: "internal-error", points: 0, internal: "the box broke" }],
    });
    expect((await readProgress(site.db, submissionId, 0n)).map(({ event }) => event.kind)).toEqual([
      "started",
      "verdict",
      "regrading",
      "started",
      "verdict",
    ]);
  });
});
