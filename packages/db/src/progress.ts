import { isEnd, type ProgressEvent, progressEvent } from "@lockstep/contracts";
import type { Database, Transaction } from "./database.ts";
import { parseStored, toStored } from "./stored-json.ts";
import { lockSubmission } from "./submission-lock.ts";

/** The channel on which the id of a submission is announced whenever it has a new event. */
export const PROGRESS_CHANNEL = "progress";

/** An event under its id; greater ids are later. */
export interface StoredProgress {
  readonly id: bigint;
  readonly event: ProgressEvent;
}

/** Most events that one read returns. */
const READ_MAX = 500;

/** Others are passed over: a runner of another version may still write, or have written, what we don't know. */
const isKnown = {
  OR: progressEvent.options.map(({ shape }) => ({ event: { path: ["kind"], equals: shape.kind.value } })),
};

/**
 * Adds an event and announces it, both when the transaction commits. Answers false, and does nothing, after an end: whatever
 * a slow runner still has to say would only confuse. Only `regrading` opens what has ended.
 */
export async function appendProgress(tx: Transaction, submissionId: string, event: ProgressEvent): Promise<boolean> {
  await lockSubmission(tx, submissionId);
  const last = await lastProgress(tx, submissionId);
  if (last !== null && isEnd(last) && event.kind !== "regrading") return false;
  const stored = toStored(progressEvent, event, "a progress event");
  await tx.progressRow.create({ data: { submissionId, event: stored } });
  await tx.$executeRaw`select pg_notify(${PROGRESS_CHANNEL}, ${submissionId})`;
  return true;
}

/** The newest event of a submission; null where there is none. */
export async function lastProgress(db: Database | Transaction, submissionId: string): Promise<ProgressEvent | null> {
  const row = await db.progressRow.findFirst({ where: { submissionId, ...isKnown }, orderBy: { id: "desc" } });
  return row && parseStored(progressEvent, row.event, `progress event ${row.id}`);
}

/** Events of a submission after the one with the id `after`, oldest first, at most 500. */
export async function readProgress(
  db: Database,
  submissionId: string,
  after: bigint,
): Promise<readonly StoredProgress[]> {
  const rows = await db.progressRow.findMany({
    where: { submissionId, id: { gt: after }, ...isKnown },
    orderBy: { id: "asc" },
    take: READ_MAX,
  });
  return rows.map(({ id, event }) => ({ id, event: parseStored(progressEvent, event, `progress event ${id}`) }));
}
