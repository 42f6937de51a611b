import { type Database, findSubmission, reopenSubmission } from "@lockstep/db";
import type { GradingQueue } from "@lockstep/jobs";
import { AppError } from "../app-error.ts";
import type { DeadLetter } from "../views.ts";

/** Jobs that failed too often, oldest first. */
export async function listDeadLetters(deps: {
  readonly db: Database;
  readonly queue: GradingQueue;
}): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const { id, submissionId, failedAt, because } of await deps.queue.deadLetters()) {
    const found = submissionId === null ? null : await findSubmission(deps.db, { id: submissionId });
    const submission = found && { id: found.id, slug: found.slug, title: found.title, student: found.student.name };
    letters.push({ id, submission, failedAt, because });
  }
  return letters;
}

/**
 * Has the submission of a dead letter graded again; the verdict that it got, if any, becomes history.
 * @throws {AppError} `not-found`: there is no such dead letter, or no longer, or it names no submission of ours
 */
export async function retryDeadLetter(
  deps: { readonly db: Database; readonly queue: GradingQueue },
  id: string,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const letter = await deps.queue.takeDeadLetter(tx, id);
    if (!letter) throw new AppError("not-found");
    const { submissionId } = letter;
    const reopened = await reopenSubmission(tx, submissionId);
    if (!reopened) throw new AppError("not-found");
    await deps.queue.enqueue(tx, { submissionId, studentId: reopened.studentId, ahead: 0 });
  });
}
