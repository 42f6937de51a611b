import type { GradingReport, ProgressEvent } from "@lockstep/contracts";
import type { StoredProgress, StoredSubmission, SubmissionSummary } from "@lockstep/db";
import type { Page, StudentReport, SubmissionLine, SubmissionPage } from "./views.ts";

/** A submission in a list. */
export function lineOf(summary: SubmissionSummary): SubmissionLine {
  const { id, slug, title, purpose, language, createdAt, grading, cancelled, verdict } = summary;
  return {
    id,
    slug,
    title,
    purpose,
    language,
    createdAt,
    state: verdict ? "graded" : cancelled ? "cancelled" : grading ? "grading" : "waiting",
    verdict: verdict?.verdict ?? null,
    points: verdict?.points ?? null,
    pointsMax: verdict?.pointsMax ?? null,
  };
}

/** A submission with its files, report and progress, as its student may see it. */
export function pageOf(submission: StoredSubmission, progress: readonly StoredProgress[]): SubmissionPage {
  return {
    ...lineOf(submission),
    version: submission.version,
    files: submission.files,
    report: submission.report && withoutInternal(submission.report),
    progress: progress.map(({ id, event }): { id: string; event: ProgressEvent } => ({ id: String(id), event })),
  };
}

/** What a student may see of a report. */
export function withoutInternal(report: GradingReport): StudentReport {
  const { internal: _, ...rest } = report;
  return rest;
}

/** One page of a list of which one line more than `limit` was read, to know whether there is a next one. */
export function cutPage<T extends { readonly id: string }>(lines: readonly T[], limit: number): Page<T> {
  const items = lines.slice(0, limit);
  return { items, nextCursor: lines.length > limit ? (items.at(-1)?.id ?? null) : null };
}
