import { randomInt } from "node:crypto";
import type { Language, Purpose, SourceFile } from "@lockstep/contracts";
import {
  appendProgress,
  countSubmissions,
  countUnfinished,
  type Database,
  findCurrentExercise,
  insertSubmission,
  lockStudent,
} from "@lockstep/db";
import type { GradingQueue } from "@lockstep/jobs";
import { AppError } from "../app-error.ts";
import { languagesOf } from "../public/outline.ts";

/** So many of one student's submissions may wait for a verdict. */
export const UNFINISHED_MAX = 5;

/** So many a student may send within {@link SENT_WINDOW_MS}, whatever became of them: taken back ones cost, too. */
export const SENT_MAX = 60;
const SENT_WINDOW_MS = 10 * 60_000;

/** What was sent longer ago without a verdict has been lost or lies among the dead letters, and blocks nobody. */
const UNFINISHED_WINDOW_MS = 15 * 60_000;

/** What a student hands in, or tries out. */
export interface Work {
  readonly slug: string;
  readonly version: string;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly files: readonly SourceFile[];
}

/**
 * Stores the work and queues its grading, in one transaction; answers the submission's id.
 * @throws {AppError} `not-found` · `version-gone`: the exercise is another one than the page showed · `bad-input`: not in
 * this language, or the entry file is missing · `too-many-requests`: five wait for their verdict already, or 60 came
 * within ten minutes
 */
export async function submit(
  deps: { readonly db: Database; readonly queue: GradingQueue },
  studentId: string,
  work: Work,
): Promise<{ readonly submissionId: string }> {
  const { slug, version, purpose, language, files } = work;
  return deps.db.$transaction(async (tx) => {
    const exercise = await findCurrentExercise(tx, slug);
    if (!exercise) throw new AppError("not-found");
    if (exercise.pack.version !== version) throw new AppError("version-gone");
    if (!languagesOf(exercise.pack).includes(language)) throw new AppError("bad-input");
    const entry = exercise.pack.manifest.languages[language]?.entry;
    if (purpose !== "program" && !files.some(({ path }) => path === entry)) throw new AppError("bad-input");

    await lockStudent(tx, studentId); // or two requests at once would both find room
    const ahead = await countUnfinished(tx, studentId, new Date(Date.now() - UNFINISHED_WINDOW_MS));
    if (ahead >= UNFINISHED_MAX) throw new AppError("too-many-requests");

    const sent = await countSubmissions(tx, studentId, new Date(Date.now() - SENT_WINDOW_MS));
    if (sent >= SENT_MAX) throw new AppError("too-many-requests");

    const { exerciseId } = exercise;
    const seed = randomInt(2 ** 32);
    const submissionId = await insertSubmission(tx, {
      studentId,
      exerciseId,
      version,
      purpose,
      language,
      files,
      seed,
    });
    await appendProgress(tx, submissionId, { kind: "queued" });
    await deps.queue.enqueue(tx, { submissionId, studentId, ahead });
    return { submissionId };
  });
}
