"use client";
import type { SubmissionPage } from "@lockstep/api";
import { GradingResult } from "#web/grading/grading-result.tsx";
import { useGrading } from "#web/grading/use-grading.ts";

/** Props of {@link WatchedGrading}. */
export interface WatchedGradingProps {
  readonly submission: Pick<SubmissionPage, "id" | "purpose" | "progress">;
  readonly lesson: string;
}

/** The grading of a submission: what has happened, and what still does. */
export function WatchedGrading({ submission, lesson }: WatchedGradingProps) {
  const { view, reconnecting } = useGrading(submission);
  return <GradingResult view={view} purpose={submission.purpose} reconnecting={reconnecting} lesson={lesson} />;
}
