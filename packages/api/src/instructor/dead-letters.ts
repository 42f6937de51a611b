import { type Database, findSubmission } from "@lockstep/db";
import type { GradingQueue } from "@lockstep/jobs";
import { AppError } from "../app-error.ts";
import type { DeadLetter } from "../views.ts";

/** Jobs that failed too often, oldest first. */
export async function listDeadLetters(deps: {
  readonly db: Database;
  readonly queue: GradingQueue;
}): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const job of await deps.queue.deadLetters()) {
    const submission = job.submissionId === null ? null : await findSubmission(deps.db, { id: job.submissionId });
    letters.push({ ...job, slug: submission?.slug ?? null });
  }
  return letters;
}

/** Lets the job be tried again. @throws {AppError} `not-found`: there is none with this id, or no longer */
export async function retryDeadLetter(deps: { readonly queue: GradingQueue }, id: string): Promise<void> {
  if (!(await deps.queue.retryDeadLetter(id))) throw new AppError("not-found");
}
