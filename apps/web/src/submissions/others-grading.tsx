"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { GradingResult } from "#web/grading/grading-result.tsx";
import { advance, notYet } from "#web/grading/grading-view.ts";
import type { WatchedGradingProps } from "./watched-grading.tsx";

const LOOK_AGAIN_AFTER_MS = 4_000;

/** Somebody else's grading: the stream of events is the student's own, so until the verdict the page is asked for again. */
export function OthersGrading({ submission, lesson }: WatchedGradingProps) {
  const router = useRouter();
  const view = submission.progress.reduce((before, { event }) => advance(before, event), notYet);
  const ended = view.phase === "ended";
  useEffect(() => {
    if (ended) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_AFTER_MS);
    return () => clearInterval(timer);
  }, [ended, router]);
  return (
    <GradingResult
      view={view}
      purpose={submission.purpose}
      reconnecting={false}
      refusal={null}
      lesson={lesson}
      page={`/instructor/submissions/${submission.id}`}
    />
  );
}
