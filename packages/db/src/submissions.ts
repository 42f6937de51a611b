import {
  type CaseResult,
  caseResult,
  type GradingReport,
  gradingReport,
  type Language,
  language,
  type Localised,
  localised,
  type Purpose,
  type SourceFile,
  type Verdict,
  verdict,
} from "@lockstep/contracts";
import type { Database, Transaction } from "./database.ts";
import type { Prisma } from "./generated/client.ts";
import { parseStored } from "./stored-json.ts";

/** What is stored of a new submission. */
export interface NewSubmission {
  readonly studentId: string;
  readonly exerciseId: string;
  readonly version: string;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly files: readonly SourceFile[];
  /** Unsigned, 32 bits. */
  readonly seed: number;
}

/** A submission in a list. */
export interface SubmissionSummary {
  readonly id: string;
  readonly student: { readonly id: string; readonly name: string; readonly email: string };
  readonly slug: string;
  readonly title: Localised;
  readonly version: string;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly createdAt: Date;
  /** A runner is at it. */
  readonly grading: boolean;
  /** The student took it back. */
  readonly cancelled: boolean;
  readonly verdict: { readonly verdict: Verdict; readonly points: number; readonly pointsMax: number } | null;
}

/** One attempt to grade. */
export interface StoredRun {
  readonly id: string;
  readonly attempt: number;
  readonly runner: string;
  readonly state: "leased" | "judging" | "done" | "abandoned";
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** A submission with everything that belongs to it. `report` has `internal` in it: not for students as it is. */
export interface StoredSubmission extends SubmissionSummary {
  readonly files: readonly SourceFile[];
  readonly runs: readonly StoredRun[];
  readonly report: GradingReport | null;
}

/** Which part of a list: newest first, `limit` lines, beginning after the submission `after`. */
export interface SubmissionFilter {
  readonly studentId?: string | undefined;
  readonly slug?: string | undefined;
  readonly purpose?: Purpose | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Stores a submission with its files; answers its id. */
export async function insertSubmission(tx: Transaction, submission: NewSubmission): Promise<string> {
  const { files, seed, version, ...rest } = submission;
  const { id } = await tx.submission.create({
    data: {
      ...rest,
      versionHash: version,
      seed: BigInt(seed),
      files: { create: files.map(({ path, text }, position) => ({ path, text, position })) },
    },
  });
  return id;
}

/** How many of a student's submissions, sent since then, wait for their verdict. */
export async function countUnfinished(tx: Database | Transaction, studentId: string, since: Date): Promise<number> {
  return tx.submission.count({
    where: { studentId, createdAt: { gt: since }, cancelledAt: null, verdicts: { none: {} } },
  });
}

/** How many submissions a student has sent since then, whatever became of them. */
export async function countSubmissions(tx: Database | Transaction, studentId: string, since: Date): Promise<number> {
  return tx.submission.count({ where: { studentId, createdAt: { gt: since } } });
}

/** Until the end of the transaction no other submission of this student comes in between. */
export async function lockStudent(tx: Transaction, studentId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`student:${studentId}`}, 0))`;
}

const summary = {
  student: { select: { id: true, name: true, email: true } },
  exercise: { select: { slug: true } },
  runs: { orderBy: { attempt: "asc" } },
  verdicts: true,
} as const satisfies Prisma.SubmissionInclude;
type SummaryRow = Prisma.SubmissionGetPayload<{ include: typeof summary }>;

/** Submissions, newest first. */
export async function listSubmissions(db: Database, filter: SubmissionFilter): Promise<readonly SubmissionSummary[]> {
  const { studentId, slug, purpose, after, limit } = filter;
  const rows = await db.submission.findMany({
    where: {
      ...(studentId === undefined ? {} : { studentId }),
      ...(slug === undefined ? {} : { exercise: { slug } }),
      ...(purpose === undefined ? {} : { purpose }),
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    orderBy: { id: "desc" },
    take: limit,
    include: summary,
  });
  const titles = await titlesOf(db, rows);
  return rows.map((row) => summaryOf(row, titles));
}

/** One submission with everything; null where there is none, or it belongs to another student than `studentId`. */
export async function findSubmission(
  db: Database,
  where: { readonly id: string; readonly studentId?: string | undefined },
): Promise<StoredSubmission | null> {
  const row = await db.submission.findFirst({
    where: { id: where.id, ...(where.studentId === undefined ? {} : { studentId: where.studentId }) },
    include: { ...summary, files: { orderBy: { position: "asc" } } },
  });
  if (!row) return null;
  const given = row.verdicts.find(({ versionHash }) => versionHash === row.versionHash);
  return {
    ...summaryOf(row, await titlesOf(db, [row])),
    files: row.files.map(({ path, text }) => ({ path, text })),
    runs: row.runs,
    report: given ? parseStored(gradingReport, given.report, `report of submission ${row.id}`) : null,
  };
}

/** The files of a student's last submission that was accepted; null where none was. */
export async function findAcceptedFiles(
  db: Database,
  where: { readonly studentId: string; readonly exerciseId: string },
): Promise<readonly SourceFile[] | null> {
  const row = await db.submission.findFirst({
    where: { ...where, purpose: "submit", verdicts: { some: { verdict: "accepted" } } },
    orderBy: { id: "desc" },
    select: { files: { orderBy: { position: "asc" }, select: { path: true, text: true } } },
  });
  return row?.files ?? null;
}

/** Whether there is such a submission of this student. */
export async function isOwnSubmission(db: Database, id: string, studentId: string): Promise<boolean> {
  return (await db.submission.count({ where: { id, studentId } })) > 0;
}

/** Results of the cases of one run, in the order in which they ended. */
export async function findCaseResults(db: Database, runId: string): Promise<readonly CaseResult[]> {
  const rows = await db.caseRow.findMany({ where: { runId }, orderBy: { position: "asc" } });
  return rows.map((row) => parseStored(caseResult, row.result, `case ${row.caseId} of run ${runId}`));
}

/**
 * For each exercise that the student has submitted: how it stands. Runs and programs don't count; nor does what the student
 * took back, or what failed on our side.
 */
export async function findStandings(db: Database, studentId: string) {
  const rows = await db.submission.findMany({
    where: { studentId, purpose: "submit", cancelledAt: null, verdicts: { none: { verdict: "internal-error" } } },
    select: { exercise: { select: { slug: true } }, verdicts: { select: { verdict: true, points: true } } },
  });
  const standings = new Map<string, { slug: string; accepted: boolean; pointsBest: number; submissions: number }>();
  for (const { exercise, verdicts } of rows) {
    const before = standings.get(exercise.slug);
    standings.set(exercise.slug, {
      slug: exercise.slug,
      accepted: (before?.accepted ?? false) || verdicts.some((given) => given.verdict === "accepted"),
      pointsBest: Math.max(before?.pointsBest ?? 0, ...verdicts.map(({ points }) => points)),
      submissions: (before?.submissions ?? 0) + 1,
    });
  }
  return [...standings.values()];
}

/** Titles by version; the packs are large, so only this part of each is read. */
async function titlesOf(
  db: Database,
  rows: readonly { readonly versionHash: string }[],
): Promise<ReadonlyMap<string, Localised>> {
  const hashes = [...new Set(rows.map(({ versionHash }) => versionHash))];
  if (hashes.length === 0) return new Map();
  const found = await db.$queryRaw<{ hash: string; title: unknown }[]>`
    select hash, pack -> 'manifest' -> 'title' as title from exercise_versions where hash = any(${hashes}::text[])`;
  return new Map(found.map(({ hash, title }) => [hash, parseStored(localised, title, `title of version ${hash}`)]));
}

function summaryOf(row: SummaryRow, titles: ReadonlyMap<string, Localised>): SubmissionSummary {
  const given = row.verdicts.find(({ versionHash }) => versionHash === row.versionHash);
  const title = titles.get(row.versionHash) ?? { en: row.exercise.slug, "zh-CN": row.exercise.slug };
  return {
    id: row.id,
    student: row.student,
    slug: row.exercise.slug,
    title,
    version: row.versionHash,
    purpose: row.purpose,
    language: parseStored(language, row.language, `language of submission ${row.id}`),
    createdAt: row.createdAt,
    grading: row.runs.some(({ state }) => state === "leased" || state === "judging"),
    cancelled: row.cancelledAt !== null,
    verdict: given
      ? {
          verdict: parseStored(verdict, given.verdict, `verdict of submission ${row.id}`),
          points: given.points,
          pointsMax: given.pointsMax,
        }
      : null,
  };
}
