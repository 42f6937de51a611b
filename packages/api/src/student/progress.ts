import { isEnd, type ProgressEvent } from "@lockstep/contracts";
import { type Database, isOwnSubmission, lastProgress, readProgress } from "@lockstep/db";
import type { ProgressListener } from "@lockstep/jobs";
import { tracked, type TrackedEnvelope } from "@trpc/server";
import { AppError } from "../app-error.ts";
import type { Watchers } from "./watchers.ts";

/**
 * What happens to an own submission: first what has happened since `lastEventId`, then the rest as it happens, and the end
 * after the verdict. Each event has its id, so that a browser that lost the connection goes on where it was.
 * @throws {AppError} `not-found` · `too-many-requests`: too many streams of this student are open
 */
export async function* progressOf(
  deps: { readonly db: Database; readonly progress: ProgressListener; readonly watchers: Watchers },
  studentId: string,
  wanted: { readonly submissionId: string; readonly lastEventId?: string | null | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<TrackedEnvelope<ProgressEvent>, void, unknown> {
  const { submissionId } = wanted;
  if (!(await isOwnSubmission(deps.db, submissionId, studentId))) throw new AppError("not-found");
  using watching = deps.watchers.enter(studentId);
  if (watching === null) throw new AppError("too-many-requests");
  let seen = BigInt(wanted.lastEventId ?? 0);
  using inbox = await deps.progress.subscribe(submissionId); // before the first read, so that nothing is missed
  for (;;) {
    if (signal?.aborted) return;
    // Asked first: an end that comes between the two questions is among the rows.
    const last = await lastProgress(deps.db, submissionId);
    const rows = await readProgress(deps.db, submissionId, seen);
    for (const { id, event } of rows) {
      seen = id;
      yield tracked(String(id), event);
    }
    if (rows.length > 0) continue; // an end may have been followed by a second grading
    // After an end nothing comes; a browser that resumes after it must not wait for ever.
    if (last !== null && isEnd(last)) return;
    await inbox.next(signal);
  }
}
