import {
  type Database,
  findReplacedVerdicts,
  findSubmission,
  listSubmissions as listStored,
  readProgress,
} from "@lockstep/db";
import { AppError } from "../app-error.ts";
import { cutPage, lineOf, pageOf } from "../submission-view.ts";
import type { InstructorSubmissionPage, Page, SubmissionLine } from "../views.ts";

/** Everybody's submissions that count, of one exercise or of all, newest first. */
export async function listSubmissions(
  db: Database,
  wanted: { readonly slug?: string | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<SubmissionLine & { student: string }>> {
  const { slug, cursor, limit } = wanted;
  const after = cursor ?? undefined;
  const lines = await listStored(db, { slug, purpose: "submit", after, limit: limit + 1 });
  return cutPage(
    lines.map((line) => ({ ...lineOf(line), student: line.student.name })),
    limit,
  );
}

/** @throws {AppError} `not-found` */
export async function readSubmission(db: Database, id: string): Promise<InstructorSubmissionPage> {
  const found = await findSubmission(db, { id });
  if (!found) throw new AppError("not-found");
  return {
    ...pageOf(found, await readProgress(db, id, 0n)),
    student: found.student,
    internal: found.report?.internal ?? null,
    replaced: await findReplacedVerdicts(db, id),
    runs: found.runs.map(({ attempt, runner, state, startedAt, endedAt }) => ({
      attempt,
      runner,
      state,
      startedAt,
      endedAt,
    })),
  };
}
