import { type GradingReport, gradingReport, type Verdict, verdict } from "@lockstep/contracts";
import type { Database, Transaction } from "./database.ts";
import { abandonOpenRuns, hasEnded, recordVerdict } from "./grading.ts";
import { appendProgress } from "./progress.ts";
import { parseStored, toStored } from "./stored-json.ts";
import { lockSubmission } from "./submission-lock.ts";

/** A verdict that counted once. */
export interface ReplacedVerdict {
  readonly verdict: Verdict;
  readonly points: number;
  readonly pointsMax: number;
  readonly givenAt: Date;
  readonly replacedAt: Date;
  /** What went wrong on our side, if anything. Not for students. */
  readonly internal: string | null;
}

/**
 * Takes a submission back: no run of it can record anything any more, and it counts nothing. Answers false, and does
 * nothing, where it had ended before. Whoever grades it still has to be told (see the queue's `cancel`).
 */
export async function cancelSubmission(tx: Transaction, submissionId: string): Promise<boolean> {
  await lockSubmission(tx, submissionId);
  if (await hasEnded(tx, submissionId)) return false;
  await tx.submission.update({ where: { id: submissionId }, data: { cancelledAt: new Date() } });
  await abandonOpenRuns(tx, submissionId);
  await appendProgress(tx, submissionId, { kind: "cancelled" });
  return true;
}

/**
 * Makes room for another verdict; the caller puts the submission into the queue within the same transaction. The verdict
 * that counted becomes history. Answers whose submission it is; null where there is none, or its student took it back.
 */
export async function reopenSubmission(
  tx: Transaction,
  submissionId: string,
): Promise<{ readonly studentId: string } | null> {
  await lockSubmission(tx, submissionId);
  const submission = await tx.submission.findUnique({
    where: { id: submissionId },
    select: { studentId: true, cancelledAt: true, verdicts: true },
  });
  if (!submission || submission.cancelledAt !== null) return null;
  for (const { report, ...given } of submission.verdicts) {
    const stored = parseStored(gradingReport, report, `report of submission ${submissionId}`);
    await tx.replacedVerdict.create({
      data: { ...given, report: toStored(gradingReport, stored, "a grading report") },
    });
  }
  await tx.verdict.deleteMany({ where: { submissionId } });
  await abandonOpenRuns(tx, submissionId);
  await appendProgress(tx, submissionId, { kind: "regrading" });
  return { studentId: submission.studentId };
}

/**
 * Ends a submission for which no runner could say how it ended, so that its student doesn't wait for ever. Does nothing, and
 * answers false, where it has ended, or where `stillWanted`, asked under the submission's lock, says no.
 */
export async function endWithoutRun(
  db: Database,
  options: {
    readonly submissionId: string;
    readonly report: GradingReport;
    /** Who says so, for people. */
    readonly runner: string;
    readonly stillWanted: (tx: Transaction) => Promise<boolean>;
  },
): Promise<boolean> {
  const { submissionId, report, runner, stillWanted } = options;
  return db.$transaction(async (tx) => {
    await lockSubmission(tx, submissionId);
    if ((await hasEnded(tx, submissionId)) || !(await stillWanted(tx))) return false;
    await abandonOpenRuns(tx, submissionId);
    const attempt = (await tx.run.count({ where: { submissionId } })) + 1;
    const { id: runId } = await tx.run.create({ data: { submissionId, runner, attempt } });
    await recordVerdict(tx, { runId, submissionId, isLeased: stillWanted }, report);
    return true;
  });
}

/** The verdicts of a submission that stopped counting, oldest first. */
export async function findReplacedVerdicts(db: Database, submissionId: string): Promise<readonly ReplacedVerdict[]> {
  const rows = await db.replacedVerdict.findMany({ where: { submissionId }, orderBy: { replacedAt: "asc" } });
  return rows.map((row) => ({
    verdict: parseStored(verdict, row.verdict, `replaced verdict of submission ${submissionId}`),
    points: row.points,
    pointsMax: row.pointsMax,
    givenAt: row.createdAt,
    replacedAt: row.replacedAt,
    internal: parseStored(gradingReport, row.report, `replaced report of submission ${submissionId}`).internal,
  }));
}
