"use client";
import type { SubmissionPage } from "@lockstep/api";
import { skipToken, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "#web/api/api-provider.tsx";
import { advance, type GradingView, notYet } from "./grading-view.ts";

/** A submission that is being watched, with what was known of it when the watching began. */
export interface Watched {
  readonly id: string;
  readonly progress: SubmissionPage["progress"];
}

/** The grading of a submission, live until its verdict. `reconnecting`: the stream broke off and is being resumed. */
export function useGrading(watched: Watched | null): { readonly view: GradingView; readonly reconnecting: boolean } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [seen, setSeen] = useState<{ readonly id: string | null; readonly view: GradingView }>({
    id: null,
    view: notYet,
  });
  // Another submission starts from what is known of it; state of the one before must not show for a moment.
  const current =
    seen.id === (watched?.id ?? null)
      ? seen
      : {
          id: watched?.id ?? null,
          view: (watched?.progress ?? []).reduce((view, { event }) => advance(view, event), notYet),
        };
  if (current !== seen) setSeen(current);

  const ended = current.view.phase === "ended";
  const subscription = useSubscription(
    trpc.student.progress.subscriptionOptions(
      watched === null || ended
        ? skipToken
        : { submissionId: watched.id, lastEventId: watched.progress.at(-1)?.id ?? null },
      {
        onData: ({ data }) =>
          setSeen((before) => (before.id === watched?.id ? { ...before, view: advance(before.view, data) } : before)),
      },
    ),
  );

  useEffect(() => {
    if (!ended) return;
    void queries.invalidateQueries({ queryKey: trpc.student.submissions.queryKey() });
    void queries.invalidateQueries({ queryKey: trpc.student.standings.queryKey() });
  }, [ended, queries, trpc]);

  return { view: current.view, reconnecting: !ended && subscription.error !== null && watched !== null };
}
