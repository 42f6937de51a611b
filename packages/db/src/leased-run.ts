import type { ProgressEvent } from "@lockstep/contracts";
import type { Database, Transaction } from "./database.ts";
import { appendProgress } from "./progress.ts";
import { lockSubmission } from "./submission-lock.ts";

/**
 * Whether the lease is still that of whoever asks, and stays so until the transaction ends. The queue answers it; this package
 * knows none. Asked under the submission's lock, and never the other way round: whoever takes both takes them in this order.
 */
export type IsLeased = (tx: Transaction) => Promise<boolean>;

/** A run, as its runner refers to it. */
export interface LeasedRun {
  readonly runId: string;
  readonly submissionId: string;
  readonly isLeased: IsLeased;
}

/**
 * Whether what the runner says may be stored: the run is open, and so is its lease. From here to the end of the transaction
 * nobody can take either away. A runner that stalled notices nothing of a lost lease; its writes do, one and all.
 */
export async function mayWrite(tx: Transaction, { runId, submissionId, isLeased }: LeasedRun): Promise<boolean> {
  await lockSubmission(tx, submissionId);
  const open = await tx.run.count({ where: { id: runId, submissionId, endedAt: null } });
  return open > 0 && (await isLeased(tx));
}

/** Adds an event of a run to the progress of its submission. Answers false, and does nothing, where the run or its lease is over. */
export async function tellOfRun(db: Database, run: LeasedRun, event: ProgressEvent): Promise<boolean> {
  return db.$transaction(
    async (tx) => (await mayWrite(tx, run)) && (await appendProgress(tx, run.submissionId, event)),
  );
}

/** The runner has a working sandbox and begins with the tests. Does nothing where the run or its lease is over. */
export async function markJudging(db: Database, run: LeasedRun): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await mayWrite(tx, run))) return;
    await tx.run.updateMany({ where: { id: run.runId, state: "leased" }, data: { state: "judging" } });
  });
}
