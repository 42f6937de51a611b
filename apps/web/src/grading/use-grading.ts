"use client";
import type { SubmissionPage } from "@lockstep/api";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC, useTRPCClient } from "#web/api/api-provider.tsx";
import { errorCodeOf } from "#web/api/error-notice.tsx";
import { type Followed, follow, type GradingView, notYet } from "./grading-view.ts";
import { type Connect, ProgressFeed, type FeedState } from "./progress-feed.ts";

/** A submission that is being watched, with what was known of it when the watching began. */
export interface Watched {
  readonly id: string;
  readonly progress: SubmissionPage["progress"];
}

/** Where a watched grading stands. */
export interface Grading {
  readonly view: GradingView;
  /** The stream broke off and is being resumed. */
  readonly reconnecting: boolean;
  /** Why nothing more will come, such as a session that has ended; null while all is well. */
  readonly refusal: unknown;
  /** After a refusal: asks again. */
  readonly resume: () => void;
}

/** The grading of a submission, live until its verdict. */
export function useGrading(watched: Watched | null): Grading {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [seen, setSeen] = useState<Followed>({ submissionId: null, lastEventId: null, view: notYet });
  const [state, setState] = useState<FeedState>({ kind: "connecting" });
  const submissionId = watched?.id ?? null;
  // Another submission starts from what is known of it; state of the one before must not show for a moment.
  const current =
    seen.submissionId === submissionId
      ? seen
      : follow({ submissionId, lastEventId: null, view: notYet }, watched?.progress ?? []);
  if (current !== seen) setSeen(current);
  const latest = useRef(current);
  useEffect(() => {
    latest.current = current;
  });

  const running = useRef<ProgressFeed | null>(null);
  const resume = useCallback(() => running.current?.start(), []);
  const ended = current.view.phase === "ended";
  const live = submissionId !== null && !ended;
  useEffect(() => {
    if (submissionId === null || latest.current.view.phase === "ended") return;
    const connect: Connect = (after, reports) => {
      const subscription = client.student.progress.subscribe(
        { submissionId, lastEventId: after },
        {
          onStarted: reports.opened,
          onData: ({ id, data }) => reports.received({ id, event: data }),
          onConnectionStateChange: (now) => {
            if (now.state === "connecting" && now.error !== null) reports.brokeOff();
          },
          onError: reports.ended,
          onComplete: () => reports.ended(null),
        },
      );
      return () => subscription.unsubscribe();
    };
    const feed = new ProgressFeed({
      connect,
      codeOf: errorCodeOf,
      after: latest.current.lastEventId,
      onEvent: (event) =>
        setSeen((before) => (before.submissionId === submissionId ? follow(before, [event]) : before)),
      onState: setState,
    });
    feed.start();
    running.current = feed;
    const stopHurrying = whenItMayWorkAgain(() => feed.hurry());
    return () => {
      stopHurrying();
      feed.stop();
      running.current = null;
    };
  }, [client, submissionId]);

  useEffect(() => {
    if (!ended) return;
    void queries.invalidateQueries({ queryKey: trpc.student.submissions.queryKey() });
    void queries.invalidateQueries({ queryKey: trpc.student.standings.queryKey() });
  }, [ended, queries, trpc]);

  return {
    view: current.view,
    reconnecting: live && state.kind === "interrupted",
    refusal: live && state.kind === "refused" ? state.error : null,
    resume,
  };
}

/** Calls when the network is back, or the reader: after sleep, timers may be far behind. */
function whenItMayWorkAgain(call: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === "visible") call();
  };
  globalThis.addEventListener("online", call);
  globalThis.addEventListener("pageshow", call);
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    globalThis.removeEventListener("online", call);
    globalThis.removeEventListener("pageshow", call);
    document.removeEventListener("visibilitychange", whenVisible);
  };
}
