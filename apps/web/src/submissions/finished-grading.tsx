"use client";
import { GradingResult } from "#web/grading/grading-result.tsx";
import { advance, notYet } from "#web/grading/grading-view.ts";
import type { WatchedGradingProps } from "./watched-grading.tsx";

/** The grading as far as it was when the page was made: the stream of events is the student's own. */
export function FinishedGrading({ submission, lesson }: WatchedGradingProps) {
  const view = submission.progress.reduce((before, { event }) => advance(before, event), notYet);
  return <GradingResult view={view} purpose={submission.purpose} reconnecting={false} lesson={lesson} />;
}
