"use client";
import type { SubmissionPage } from "@lockstep/api";
import { GradingResult } from "#web/grading/grading-result.tsx";
import { TakeBackButton } from "#web/grading/take-back-button.tsx";
import { useGrading } from "#web/grading/use-grading.ts";

/** Props of {@link WatchedGrading}. */
export interface WatchedGradingProps {
  readonly submission: Pick<SubmissionPage, "id" | "slug" | "purpose" | "progress">;
  readonly lesson: string;
}

/** The grading of a submission: what has happened, and what still does. */
export function WatchedGrading({ submission, lesson }: WatchedGradingProps) {
  return (
    <GradingResult
      {...useGrading(submission)}
      purpose={submission.purpose}
      lesson={lesson}
      slug={submission.slug}
      page={`/submissions/${submission.id}`}
      takeBack={<TakeBackButton submissionId={submission.id} />}
    />
  );
}
