import type { GradingReport } from "@lockstep/contracts";
import {
  abandonRun,
  beginRun,
  type Database,
  giveBackRun,
  type LeasedRun,
  loadForGrading,
  markJudging,
  measureAgain,
  recordCase,
  recordVerdict,
  tellOfRun,
  timesGivenBack,
  timesMeasuredAgain,
} from "@lockstep/db";
import type { GradingQueue, LeasedJob } from "@lockstep/jobs";
import { type GradingEvent, type Judge, MEASURED_AGAIN_AFTER_MS, MEASURED_AGAIN_MAX } from "@lockstep/judge";
import { failureCode, type Phase, type RunnerLog } from "./runner-log.ts";
import type { SandboxWatch } from "./sandbox-watch.ts";

/** Our side failed. The job is given back; it costs the student nothing. */
export class GradingFailedError extends Error {
  readonly code = "grading-failed";
  constructor(internal: string) {
    super(internal);
    this.name = "GradingFailedError";
  }
}

export interface GradingDeps {
  readonly db: Database;
  readonly queue: Pick<GradingQueue, "enqueueAgain" | "giveBack" | "isLeased">;
  /** Lends one judge at a time. */
  readonly judges: { use<T>(body: (judge: Pick<Judge, "grade" | "prepare">) => Promise<T>): Promise<T> };
  readonly watch: Pick<SandboxWatch, "gradedWell" | "isLost" | "stillWorks">;
  /** Name of this runner, for people. */
  readonly runner: string;
  readonly log: RunnerLog;
}

/**
 * Grades one leased submission and stores everything that is known of it. A submission that has a verdict is left alone.
 * @throws when our side failed or the lease was lost; the queue then gives the job to somebody again.
 */
export async function gradeJob(deps: GradingDeps, job: LeasedJob, signal: AbortSignal): Promise<void> {
  const { db, queue, judges, watch, runner, log } = deps;
  const { submissionId } = job;
  signal.throwIfAborted();
  if (watch.isLost()) return giveBackUnbegun(deps, job);
  const submission = await loadForGrading(db, submissionId);
  if (!submission || submission.ended) return;
  const run = await beginRun(db, submissionId, { runner, isLeased: (tx) => queue.isLeased(tx, job) });
  if (!run) return;
  const enter = (phase: Phase) => log.phase({ submission: submissionId, attempt: run.attempt, phase });
  enter("leased");
  // Written one after another, in the order in which they happened, while the grading goes on.
  let written: Promise<unknown> = Promise.resolve();
  try {
    const report = await judges.use(async (judge) => {
      enter("preparing");
      await markJudging(db, run);
      const write = (event: GradingEvent) =>
        event.kind === "case-finished" ? recordCase(db, run, event.result) : tellOfRun(db, run, event);
      const graded = await judge.grade(submission, {
        signal,
        onPhase: enter,
        onEvent: (event) => {
          // A case that failed on our side is not shown yet: it may be graded again.
          if (event.kind === "case-finished" && event.result.verdict === "internal-error") return;
          written = written.then(() => write(event));
          written.catch(() => undefined); // seen below
        },
      });
      await written;
      judge.prepare(submission.pack); // most come for the exercise that came last
      return graded;
    });
    if (report.verdict === "internal-error" && (await isGivenBack(deps, job, run))) return;
    if (await isSentBack(deps, job, run, report)) return;
    if (report.verdict === "internal-error" && !job.last)
      throw new GradingFailedError(report.internal ?? "internal-error");
    signal.throwIfAborted();
    enter("reporting");
    // They were not told as they came: they might have been graded again.
    for (const result of report.cases) if (result.verdict === "internal-error") await recordCase(db, run, result);
    const recorded = await db.$transaction((tx) => recordVerdict(tx, run, report));
    log.say(
      `${submissionId} ${submission.pack.slug} ${submission.purpose}: ${report.verdict} (${recorded}, attempt ${run.attempt}, ${Math.round(report.wallTimeMs)} ms)`,
    );
    if (report.verdict === "internal-error") throw new GradingFailedError(report.internal ?? "internal-error");
    if (report.cases.length > 0) watch.gradedWell(); // what doesn't compile has been in no box
  } catch (cause) {
    await written.catch(() => undefined); // nothing of this run may come behind its end
    if (!signal.aborted && !(cause instanceof GradingFailedError) && (await isGivenBack(deps, job, run))) return;
    await abandonRun(db, run.runId);
    log.say(`${submissionId}: attempt ${run.attempt} failed: ${failureCode(cause)}`);
    throw cause;
  }
}

/** Leased in the moment in which the sandbox was lost: nobody needs to know that it was. */
async function giveBackUnbegun({ db, queue }: GradingDeps, job: LeasedJob): Promise<void> {
  await db.$transaction(async (tx) => {
    const time = (await timesGivenBack(tx, job.submissionId)) + 1;
    await queue.giveBack(tx, job, { time });
  });
}

/**
 * Puts the submission back into the queue where this machine can't start a box any more: whatever failed, failed by that. No
 * attempt is used, and another runner may have it.
 */
async function isGivenBack({ db, queue, watch, log }: GradingDeps, job: LeasedJob, run: LeasedRun): Promise<boolean> {
  if (await watch.stillWorks()) return false;
  const { submissionId } = job;
  const given = await db.$transaction(async (tx) => {
    const back = await giveBackRun(tx, run);
    if (back.end === "given-back") await queue.giveBack(tx, job, back);
    return back;
  });
  if (given.end === "given-back") log.say(`${submissionId}: given back, no attempt used: there is no sandbox here`);
  return given.end !== "too-often";
}

/**
 * Puts the submission back into the queue where the machine was too busy for some of its cases and nothing else failed on
 * our side: it costs its student nothing. Not for ever: then it ends as our failure, with the words of the case.
 */
async function isSentBack(
  { db, queue, log }: GradingDeps,
  job: LeasedJob,
  run: LeasedRun,
  report: GradingReport,
): Promise<boolean> {
  const { submissionId } = job;
  const failed = report.cases.filter(({ verdict }) => verdict === "internal-error");
  if (failed.length === 0 || failed.some(({ id }) => !report.tooBusy.includes(id))) return false;
  if ((await timesMeasuredAgain(db, submissionId)) >= MEASURED_AGAIN_MAX) return false;
  const time = await db.$transaction(async (tx) => {
    const now = await measureAgain(tx, run, report.tooBusy);
    const isLastTime = now === MEASURED_AGAIN_MAX;
    if (now !== null) await queue.enqueueAgain(tx, job, { afterMs: MEASURED_AGAIN_AFTER_MS, isLastTime });
    return now;
  });
  if (time !== null) log.say(`${submissionId}: the machine is too busy, ${report.tooBusy.join(", ")} again (${time})`);
  return true;
}
