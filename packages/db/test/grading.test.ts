import { afterAll, describe, expect, test } from "vitest";
import {
  abandonRun,
  appendProgress,
  beginRun,
  cancelSubmission,
  endWithoutRun,
  findCaseResults,
  findReplacedVerdicts,
  findStandings,
  findSubmission,
  giveBackRun,
  lastProgress,
  type LeasedRun,
  loadForGrading,
  markJudging,
  measureAgain,
  openDatabase,
  readProgress,
  recordCase,
  recordVerdict,
  reopenSubmission,
  tellOfRun,
} from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { caseResultOf, leased, newSubmission, reportOf, someFiles } from "./fixtures.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

const kindsOf = async (submissionId: string) =>
  (await readProgress(db, submissionId, 0n)).map(({ event }) => event.kind);

/** A submission and a run of it. */
async function running() {
  const submission = await newSubmission(db);
  const run = await beginRun(db, submission.submissionId, { runner: "one", isLeased: leased });
  if (!run) throw new Error("It has no verdict yet.");
  return { ...submission, ...run };
}

test("a runner gets the files, the pack and the seed of a submission, and nothing about the person", async () => {
  const { submissionId, pack } = await newSubmission(db);

  const loaded = await loadForGrading(db, submissionId);

  expect(loaded).toEqual({
    id: submissionId,
    pack,
    purpose: "submit",
    language: "typescript",
    files: someFiles,
    seed: 4_000_000_000,
    ended: false,
  });
});

describe("a run", () => {
  test("counts its attempts and says so", async () => {
    const { submissionId } = await running();

    const second = await beginRun(db, submissionId, { runner: "two", isLeased: leased });

    expect(second?.attempt).toBe(2);
    expect(await kindsOf(submissionId)).toEqual(["started", "retrying", "started"]);
    expect((await findSubmission(db, { id: submissionId }))?.runs.map(({ state }) => state)).toEqual([
      "abandoned",
      "leased",
    ]);
  });

  test("records a case once, however often it is said", async () => {
    const run = await running();

    expect(await recordCase(db, run, caseResultOf("seen"))).toBe(true);
    expect(await recordCase(db, run, caseResultOf("seen"))).toBe(false);
    expect(await findCaseResults(db, run.runId)).toHaveLength(1);
    expect(await kindsOf(run.submissionId)).toEqual(["started", "case-finished"]);
  });

  test("records nothing after it was abandoned", async () => {
    const run = await running();
    await abandonRun(db, run.runId);

    expect(await recordCase(db, run, caseResultOf("seen"))).toBe(false);
    expect(await kindsOf(run.submissionId)).toEqual(["started"]);
  });

  test("stores nothing, and ends nothing of another's, once its lease is lost", async () => {
    const { submissionId, pack, runId } = await running();
    const stalled = { submissionId, runId, isLeased: async () => false };
    const late = reportOf(pack);

    expect(await beginRun(db, submissionId, { runner: "late", isLeased: async () => false })).toBeNull();
    expect(await tellOfRun(db, stalled, { kind: "case-started", id: "seen" })).toBe(false);
    expect(await recordCase(db, stalled, caseResultOf("seen"))).toBe(false);
    await markJudging(db, stalled);
    expect(await giveBack(stalled)).toEqual({ end: "ended" });
    expect(await db.$transaction((tx) => measureAgain(tx, stalled, ["seen"]))).toBeNull();
    expect(await findSubmission(db, { id: submissionId })).toMatchObject({ runs: [{ state: "leased" }] });
    expect(await db.$transaction((tx) => recordVerdict(tx, stalled, late))).toBe("ignored");
    expect(await findSubmission(db, { id: submissionId })).toMatchObject({
      verdict: null,
      runs: [{ state: "abandoned" }],
    });
    expect(await kindsOf(submissionId)).toEqual(["started"]);
  });

  test("does not begin where there is a verdict", async () => {
    const run = await running();
    const { submissionId } = run;
    await db.$transaction((tx) => recordVerdict(tx, run, reportOf(run.pack)));

    expect(await beginRun(db, submissionId, { runner: "late", isLeased: leased })).toBeNull();
  });
});

describe("a verdict", () => {
  test("ends the run and brings all its cases", async () => {
    const run = await running();
    await recordCase(db, run, caseResultOf("seen"));

    const recorded = await db.$transaction((tx) => recordVerdict(tx, run, reportOf(run.pack)));

    expect(recorded).toBe("recorded");
    expect((await findCaseResults(db, run.runId)).map(({ id }) => id)).toEqual(["seen", "unseen"]);
    const stored = await findSubmission(db, { id: run.submissionId });
    expect(stored).toMatchObject({ grading: false, verdict: { verdict: "accepted", points: 2 } });
    expect(stored?.runs[0]).toMatchObject({ state: "done" });
  });

  test("stays, whatever a slower run says later", async () => {
    const first = await running();
    const second = await beginRun(db, first.submissionId, { runner: "two", isLeased: leased });
    if (!second) throw new Error("There is no verdict yet.");
    const late = reportOf(first.pack, { verdict: "wrong-answer", reason: "race", points: 0 });

    await db.$transaction((tx) => recordVerdict(tx, second, reportOf(first.pack)));
    const ignored = await db.$transaction((tx) => recordVerdict(tx, first, late));

    expect(ignored).toBe("ignored");
    expect((await findSubmission(db, { id: first.submissionId }))?.verdict?.verdict).toBe("accepted");
    expect((await kindsOf(first.submissionId)).filter((kind) => kind === "verdict")).toHaveLength(1);
  });

  test("is one, when two runs give it at the same moment", async () => {
    const first = await running();
    const second = await beginRun(db, first.submissionId, { runner: "two", isLeased: leased });
    const runs = [first.runId, second?.runId ?? ""];

    const recorded = await Promise.all(
      runs.map((runId) => db.$transaction((tx) => recordVerdict(tx, { ...first, runId }, reportOf(first.pack)))),
    );

    expect(recorded.toSorted()).toEqual(["ignored", "recorded"]);
  });

  test("that is not in the closed set can't be stored", async () => {
    const { submissionId, runId, pack } = await running();

    const store = db.verdict.create({
      data: {
        submissionId,
        versionHash: pack.version,
        runId,
        verdict: "probably-fine",
        points: 0,
        pointsMax: 1,
        report: {},
      },
    });

    await expect(store).rejects.toThrow(/verdicts_verdict_known/);
  });

  test("never carries to the browser what went wrong on our side", async () => {
    const run = await running();
    const report = reportOf(run.pack, { verdict: "internal-error", internal: "secret path" });

    await db.$transaction((tx) => recordVerdict(tx, run, report));

    expect(JSON.stringify((await readProgress(db, run.submissionId, 0n)).map(({ event }) => event))).not.toContain(
      "secret path",
    );
  });
});

function giveBack(run: LeasedRun) {
  return db.$transaction((tx) => giveBackRun(tx, run));
}

describe("a run whose runner can't run anything", () => {
  test("is given back, and the next one is not told as a retry", async () => {
    const run = await running();

    expect(await giveBack(run)).toEqual({ end: "given-back", time: 1 });
    expect(await giveBack(run)).toEqual({ end: "ended" });
    await beginRun(db, run.submissionId, { runner: "two", isLeased: leased });

    expect(await kindsOf(run.submissionId)).toEqual(["started", "queued", "started"]);
    expect(await recordCase(db, run, caseResultOf("late"))).toBe(false);
  });

  test("is not given back for ever, however many cases it has: it may be what takes the sandboxes away", async () => {
    const submission = await newSubmission(db);
    const { submissionId } = submission;
    await db.$transaction((tx) => appendProgress(tx, submissionId, { kind: "queued" }));
    const ends: unknown[] = [];
    while (ends.length < 30) {
      const run = await beginRun(db, submissionId, { runner: "next", isLeased: leased });
      if (!run) throw new Error("There is no verdict yet.");
      const cases = Array.from({ length: 60 }, () => ({ submissionId, event: { kind: "case-started", id: "a" } }));
      await db.progressRow.createMany({ data: cases });
      const end = await giveBack({ ...submission, ...run });
      ends.push(end);
      if (end.end !== "given-back") break;
    }

    // That it was queued when it came is none of them.
    expect(ends).toEqual([
      ...Array.from({ length: 20 }, (_, i) => ({ end: "given-back", time: i + 1 })),
      { end: "too-often" },
    ]);
  });
});

describe("a submission that was taken back", () => {
  test("records nothing more, and counts nothing", async () => {
    const run = await running();
    const { submissionId, studentId } = run;

    expect(await db.$transaction((tx) => cancelSubmission(tx, submissionId))).toBe(true);
    const late = await db.$transaction((tx) => recordVerdict(tx, run, reportOf(run.pack)));

    expect(late).toBe("ignored");
    expect(await recordCase(db, run, caseResultOf("seen"))).toBe(false);
    expect(await beginRun(db, submissionId, { runner: "late", isLeased: leased })).toBeNull();
    expect(await loadForGrading(db, submissionId)).toMatchObject({ ended: true });
    expect(await findSubmission(db, { id: submissionId })).toMatchObject({ cancelled: true, verdict: null });
    expect(await findStandings(db, studentId)).toEqual([]);
    expect(await kindsOf(submissionId)).toEqual(["started", "cancelled"]);
  });

  test("is not, once there is a verdict", async () => {
    const run = await running();
    await db.$transaction((tx) => recordVerdict(tx, run, reportOf(run.pack)));

    expect(await db.$transaction((tx) => cancelSubmission(tx, run.submissionId))).toBe(false);
    expect((await kindsOf(run.submissionId)).at(-1)).toBe("verdict");
  });
});

describe("a submission that is graded again", () => {
  test("gets another verdict, and the first becomes history", async () => {
    const first = await running();
    const { submissionId, pack, studentId } = first;
    const failed = reportOf(pack, { verdict: "internal-error", points: 0, internal: "the box broke" });
    await db.$transaction((tx) => recordVerdict(tx, first, failed));
    expect(await findStandings(db, studentId)).toEqual([]);

    expect(await db.$transaction((tx) => reopenSubmission(tx, submissionId))).toEqual({ studentId });
    const again = await beginRun(db, submissionId, { runner: "two", isLeased: leased });
    const late = await db.$transaction((tx) => recordVerdict(tx, first, failed));
    const second = { ...first, runId: again?.runId ?? "" };
    const recorded = await db.$transaction((tx) => recordVerdict(tx, second, reportOf(pack)));

    expect({ late, recorded, attempt: again?.attempt }).toEqual({ late: "ignored", recorded: "recorded", attempt: 2 });
    expect((await findSubmission(db, { id: submissionId }))?.verdict?.verdict).toBe("accepted");
    expect(await kindsOf(submissionId)).toEqual(["started", "verdict", "regrading", "started", "verdict"]);
    expect(await findReplacedVerdicts(db, submissionId)).toMatchObject([
      { verdict: "internal-error", points: 0, internal: "the box broke" },
    ]);
  });

  test("ends without a run where nobody can grade it, unless somebody still wants to", async () => {
    const run = await running();
    const { submissionId } = run;
    const report = reportOf(run.pack, { verdict: "internal-error", points: 0 });
    const end = (wanted: boolean) =>
      endWithoutRun(db, { submissionId, report, runner: "watch", stillWanted: async () => wanted });

    expect(await end(false)).toBe(false);
    expect(await end(true)).toBe(true);
    expect(await end(true)).toBe(false);
    expect((await kindsOf(submissionId)).filter((kind) => kind === "verdict")).toHaveLength(1);
  });
});

describe("progress", () => {
  test("takes no event after the verdict", async () => {
    const run = await running();
    await db.$transaction((tx) => recordVerdict(tx, run, reportOf(run.pack)));

    const taken = await db.$transaction((tx) => appendProgress(tx, run.submissionId, { kind: "queued" }));

    expect(taken).toBe(false);
    expect((await kindsOf(run.submissionId)).at(-1)).toBe("verdict");
  });

  test("is read from where the reader was", async () => {
    const run = await running();
    const [started] = await readProgress(db, run.submissionId, 0n);
    await recordCase(db, run, caseResultOf("seen"));

    const rest = await readProgress(db, run.submissionId, started?.id ?? 0n);

    expect(rest.map(({ event }) => event.kind)).toEqual(["case-finished"]);
  });

  test("of a kind that today's code does not know is passed over: a runner of an older version may still write it", async () => {
    const { submissionId } = await newSubmission(db);
    const old = { submissionId, event: { kind: "sandbox-unavailable", because: "b", fix: "f" } };
    await db.progressRow.createMany({ data: Array.from({ length: 600 }, () => old) });
    await db.$transaction((tx) => appendProgress(tx, submissionId, { kind: "queued" }));
    await db.progressRow.create({ data: old });

    expect(await kindsOf(submissionId)).toEqual(["queued"]);
    expect(await lastProgress(db, submissionId)).toEqual({ kind: "queued" });
    expect(await beginRun(db, submissionId, { runner: "new", isLeased: leased })).toMatchObject({ attempt: 1 });
  });

  test("ids grow in the order of commits, so that a reader misses nothing", async () => {
    const { submissionId } = await newSubmission(db);
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
    const { promise: appended, resolve: hasAppended } = Promise.withResolvers<void>();
    const slow = db.$transaction(async (tx) => {
      await appendProgress(tx, submissionId, { kind: "queued" });
      hasAppended();
      await mayCommit;
    });
    await appended;

    const quick = db.$transaction((tx) => appendProgress(tx, submissionId, { kind: "case-started", id: "a" }));
    const seenBefore = await readProgress(db, submissionId, 0n);
    commit();
    await Promise.all([slow, quick]);

    expect(seenBefore).toEqual([]);
    expect(await kindsOf(submissionId)).toEqual(["queued", "case-started"]);
  });
});
