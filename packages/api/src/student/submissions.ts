import type { Purpose } from "@lockstep/contracts";
import { type Database, findSubmission, listSubmissions, readProgress } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import { cutPage, lineOf, pageOf } from "../submission-view.ts";
import type { Page, SubmissionLine, SubmissionPage } from "../views.ts";

/** Own submissions, newest first. */
export async function listOwnSubmissions(
  db: Database,
  studentId: string,
  wanted: {
    readonly slug?: string | undefined;
    readonly purpose?: Purpose | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<Page<SubmissionLine>> {
  const { slug, purpose, cursor, limit } = wanted;
  const after = cursor ?? undefined;
  const lines = await listSubmissions(db, { studentId, slug, purpose, after, limit: limit + 1 });
  return cutPage(lines.map(lineOf), limit);
}

/** @throws {AppError} `not-found`, for other people's submissions too: nobody learns whether they exist. */
export async function readOwnSubmission(db: Database, studentId: string, id: string): Promise<SubmissionPage> {
  const found = await findSubmission(db, { id, studentId });
  if (!found) throw new AppError("not-found");
  return pageOf(found, await readProgress(db, id, 0n));
}
