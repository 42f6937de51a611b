import type { Transaction } from "./database.ts";

/**
 * Until the end of the transaction nobody else changes the grading of this submission. It makes "is there a verdict?" and
 * what follows from the answer one step, and lets progress ids grow in the order of commits, without which a reader that
 * resumes after an id would miss rows. An advisory lock, since the runner's role may not write to submissions.
 */
export async function lockSubmission(tx: Transaction, submissionId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`submission:${submissionId}`}, 0))`;
}
