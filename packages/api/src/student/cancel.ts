import { cancelSubmission, type Database, isOwnSubmission } from "@lockstep/db";
import type { GradingQueue } from "@lockstep/jobs";
import { AppError } from "../app-error.ts";

/**
 * Takes an own submission back: out of the queue, or out of the box in which it runs. It counts nothing. Answers false where
 * it had ended before.
 * @throws {AppError} `not-found`, for other people's submissions too
 */
export async function cancel(
  deps: { readonly db: Database; readonly queue: GradingQueue },
  studentId: string,
  submissionId: string,
): Promise<{ readonly cancelled: boolean }> {
  if (!(await isOwnSubmission(deps.db, submissionId, studentId))) throw new AppError("not-found");
  return deps.db.$transaction(async (tx) => {
    const cancelled = await cancelSubmission(tx, submissionId);
    if (cancelled) await deps.queue.cancel(tx, submissionId);
    return { cancelled };
  });
}
