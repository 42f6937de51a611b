import {
  type CaseResult,
  caseResult,
  type ExercisePack,
  exercisePack,
  type GradingReport,
  gradingReport,
  type Language,
  language,
  type ProgressEvent,
  type Purpose,
  type SourceFile,
} from "@lockstep/contracts";
import type { Database, Transaction } from "./database.ts";
import { type IsLeased, type LeasedRun, mayWrite } from "./leased-run.ts";
import { appendProgress, lastProgress } from "./progress.ts";
import { parseStored, toStored } from "./stored-json.ts";
import { lockSubmission } from "./submission-lock.ts";

/** What a runner needs of a submission. Nothing about the person. */
export interface SubmissionToGrade {
  readonly id: string;
  readonly pack: ExercisePack;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly files: readonly SourceFile[];
  /** Unsigned, 32 bits. */
  readonly seed: number;
  /** There is a verdict, or the student took it back: nothing is left to do. */
  readonly ended: boolean;
}

/** A run that has just begun. */
export interface StartedRun extends LeasedRun {
  /** From 1. */
  readonly attempt: number;
}

/** `ignored`: the lease is lost, another run has given the verdict before, or the student took the submission back. */
export type VerdictRecorded = "recorded" | "ignored";

/** After these a run is not told as one more try of ours. */
const COMES_BACK_FOR_FREE: ReadonlySet<ProgressEvent["kind"]> = new Set(["regrading", "measuring-again", "queued"]);

/** What is to be graded; null where there is no such submission. */
export async function loadForGrading(db: Database, submissionId: string): Promise<SubmissionToGrade | null> {
  const row = await db.submission.findUnique({
    where: { id: submissionId },
    include: { files: { orderBy: { position: "asc" } }, version: true, verdicts: { select: { versionHash: true } } },
  });
  if (!row) return null;
  return {
    id: row.id,
    pack: parseStored(exercisePack, row.version.pack, `exercise version ${row.versionHash}`),
    purpose: row.purpose,
    language: parseStored(language, row.language, `language of submission ${row.id}`),
    files: row.files.map(({ path, text }) => ({ path, text })),
    seed: Number(row.seed),
    ended: row.cancelledAt !== null || row.verdicts.some(({ versionHash }) => versionHash === row.versionHash),
  };
}

/**
 * Begins an attempt and says so in the progress. Earlier attempts that never ended are marked as abandoned: their runner
 * was lost, or the lease would not have been given again. Null where there is a verdict, where the student took it back, and
 * where the lease is lost: somebody else has begun by now, or will.
 */
export async function beginRun(
  db: Database,
  submissionId: string,
  options: { readonly runner: string; readonly isLeased: IsLeased },
): Promise<StartedRun | null> {
  const { runner, isLeased } = options;
  return db.$transaction(async (tx) => {
    await lockSubmission(tx, submissionId);
    if ((await hasEnded(tx, submissionId)) || !(await isLeased(tx))) return null;
    await abandonOpenRuns(tx, submissionId);
    const attempt = (await tx.run.count({ where: { submissionId } })) + 1;
    const { id: runId } = await tx.run.create({ data: { submissionId, runner, attempt } });
    const last = await lastProgress(tx, submissionId);
    if (attempt > 1 && last !== null && !COMES_BACK_FOR_FREE.has(last.kind))
      await appendProgress(tx, submissionId, { kind: "retrying", attempt });
    await appendProgress(tx, submissionId, { kind: "started", runner, attempt });
    return { runId, submissionId, attempt, isLeased };
  });
}

/** Stores how one case ended and announces it. Saying it twice, or after the run or its lease is over, does nothing and answers false. */
export async function recordCase(db: Database, run: LeasedRun, result: CaseResult): Promise<boolean> {
  const { runId, submissionId } = run;
  return db.$transaction(async (tx) => {
    if (!(await mayWrite(tx, run))) return false;
    if ((await tx.caseRow.count({ where: { runId, caseId: result.id } })) > 0) return false;
    const position = await tx.caseRow.count({ where: { runId } });
    const stored = toStored(caseResult, result, `case ${result.id}`);
    await tx.caseRow.create({ data: { runId, caseId: result.id, position, verdict: result.verdict, result: stored } });
    return appendProgress(tx, submissionId, { kind: "case-finished", result });
  });
}

/**
 * Stores the verdict, ends the run and announces the end, all within the caller's transaction. The first verdict for a
 * submission and version stays; a later one is ignored, whatever it says, and so is one of a run that was abandoned, or whose
 * lease is lost. Cases that were not recorded one by one are stored from the report.
 */
export async function recordVerdict(tx: Transaction, run: LeasedRun, report: GradingReport): Promise<VerdictRecorded> {
  const { runId, submissionId } = run;
  const mayRecord = await mayWrite(tx, run);
  const versionHash = report.exercise.version;
  const data = { state: mayRecord ? "done" : "abandoned", endedAt: new Date() } as const;
  await tx.run.updateMany({ where: { id: runId, endedAt: null }, data });
  if (!mayRecord || (await hasEnded(tx, submissionId))) return "ignored";
  await storeMissingCases(tx, runId, report.cases);
  const { verdict, reason, decidingCase, points, pointsMax, compileErrors, output } = report;
  const stored = toStored(gradingReport, report, "a grading report");
  await tx.verdict.create({ data: { submissionId, versionHash, runId, verdict, points, pointsMax, report: stored } });
  await appendProgress(tx, submissionId, {
    kind: "verdict",
    verdict,
    reason,
    decidingCase,
    points,
    pointsMax,
    compileErrors,
    output,
  });
  return "recorded";
}

/**
 * Ends a run that the machine was too busy for, and says that its cases will be measured again: how often that was said
 * by now, this time included. Null where the run or its lease is over meanwhile. Part of the caller's transaction.
 */
export async function measureAgain(tx: Transaction, run: LeasedRun, cases: readonly string[]): Promise<number | null> {
  const { runId, submissionId } = run;
  if (!(await mayWrite(tx, run)) || (await hasEnded(tx, submissionId))) return null;
  const time = (await timesMeasuredAgain(tx, submissionId)) + 1;
  await abandonRun(tx, runId);
  await appendProgress(tx, submissionId, { kind: "measuring-again", time, cases: [...cases] });
  return time;
}

/** So often a submission may be given back for nothing: perhaps it is what takes the runners' sandboxes away. */
const GIVEN_BACK_MAX = 20;

/** `ended`: the run or its lease is over meanwhile. `too-often`: it is left as it is; its failure counts as any of ours. */
export type GivenBack =
  | { readonly end: "given-back"; /** How often by now, from 1. */ readonly time: number }
  | { readonly end: "ended" | "too-often" };

/**
 * Ends a run whose runner can't run anything: the submission waits for another one, as if nobody had begun with it. Part of
 * the caller's transaction.
 */
export async function giveBackRun(tx: Transaction, run: LeasedRun): Promise<GivenBack> {
  const { runId, submissionId } = run;
  if (!(await mayWrite(tx, run)) || (await hasEnded(tx, submissionId))) return { end: "ended" };
  const time = (await timesGivenBack(tx, submissionId)) + 1;
  if (time > GIVEN_BACK_MAX) return { end: "too-often" };
  await abandonRun(tx, runId);
  await appendProgress(tx, submissionId, { kind: "queued" });
  return { end: "given-back", time };
}

/** How often runs of a submission were given back since it came, or since an instructor last had it graded again. */
export async function timesGivenBack(db: Database | Transaction, submissionId: string): Promise<number> {
  return timesTold(db, submissionId, "queued");
}

/** How often a submission was sent back since it came, or since an instructor last had it graded again. */
export async function timesMeasuredAgain(db: Database | Transaction, submissionId: string): Promise<number> {
  return timesTold(db, submissionId, "measuring-again");
}

/** Behind a submission's first event, which says that it came, or behind the last time that it was opened again. */
async function timesTold(
  db: Database | Transaction,
  submissionId: string,
  kind: ProgressEvent["kind"],
): Promise<number> {
  const [row] = await db.$queryRaw<{ times: number }[]>`
    with "told" as (
      select "id", "event" ->> 'kind' as "kind" from "progress_events" where "submission_id" = ${submissionId}::uuid)
    select count(*)::int as "times" from "told"
    where "kind" = ${kind}
      and "id" > (select coalesce(max("id") filter (where "kind" = 'regrading'), min("id")) from "told")`;
  return row?.times ?? 0;
}

/** The run ended without a result; the submission will be graded again. */
export async function abandonRun(db: Database | Transaction, runId: string): Promise<void> {
  await db.run.updateMany({ where: { id: runId, endedAt: null }, data: { state: "abandoned", endedAt: new Date() } });
}

/** Marks what nobody is at any more. The caller holds the submission's lock. */
export async function abandonOpenRuns(tx: Transaction, submissionId: string): Promise<void> {
  const data = { state: "abandoned", endedAt: new Date() } as const;
  await tx.run.updateMany({ where: { submissionId, endedAt: null }, data });
}

/** Whether there is a verdict, or the student took it back. The caller holds the submission's lock. */
export async function hasEnded(tx: Transaction, submissionId: string): Promise<boolean> {
  if ((await tx.verdict.count({ where: { submissionId } })) > 0) return true;
  return (await tx.submission.count({ where: { id: submissionId, cancelledAt: { not: null } } })) > 0;
}

async function storeMissingCases(tx: Transaction, runId: string, cases: readonly CaseResult[]): Promise<void> {
  const rows = await tx.caseRow.findMany({ where: { runId }, select: { caseId: true } });
  const known = new Set(rows.map(({ caseId }) => caseId));
  const missing = cases.filter(({ id }) => !known.has(id));
  await tx.caseRow.createMany({
    data: missing.map((result, i) => ({
      runId,
      caseId: result.id,
      position: known.size + i,
      verdict: result.verdict,
      result: toStored(caseResult, result, `case ${result.id}`),
    })),
  });
}
