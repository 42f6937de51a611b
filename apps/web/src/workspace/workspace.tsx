"use client";
import type { DraftView, ExercisePage, StarterFiles, SubmissionLine } from "@lockstep/api";
import type { CompileError, Purpose, SourceFile } from "@lockstep/contracts";
import { Button, EmptyState, Spinner, type TabItem, TabList, TabPanel } from "@lockstep/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTRPC } from "#web/api/api-provider.tsx";
import { errorCodeOf, ErrorNotice } from "#web/api/error-notice.tsx";
import type { CodeEditorHandle } from "#web/editor/code-editor.tsx";
import { GradingResult } from "#web/grading/grading-result.tsx";
import { TakeBackButton } from "#web/grading/take-back-button.tsx";
import { useGrading, type Watched } from "#web/grading/use-grading.ts";
import { rememberResult } from "./remembered-result.ts";
import { SignInDialog } from "#web/session/sign-in-dialog.tsx";
import { CodePanel } from "./code-panel.tsx";
import { Splitter } from "./splitter.tsx";
import { SubmissionsPanel } from "./submissions-panel.tsx";
import { useDraft } from "./use-draft.ts";
import { useWide } from "./use-wide.ts";

/** A submission that is opened again, in the place of the draft. */
export interface Reopened {
  readonly id: string;
  readonly version: string;
  readonly files: readonly SourceFile[];
}

/** A submission whose grading is shown. */
export interface WatchedSubmission extends Watched {
  readonly purpose: Purpose;
}

/** Props of {@link Workspace}. */
export interface WorkspaceProps {
  readonly exercise: Pick<ExercisePage, "slug" | "version" | "lesson" | "title">;
  readonly starter: StarterFiles;
  readonly viewerId: string | null;
  readonly draft: DraftView | null;
  readonly submissions: readonly SubmissionLine[];
  readonly reopened: Reopened | null;
  /** A grading to show from the start: one that runs, or that the page showed before it was loaded again. */
  readonly grading: WatchedSubmission | null;
  /** Made by the server. */
  readonly statement: ReactNode;
}

type View = "statement" | "code" | "result" | "submissions";
const HISTORY_LENGTH = 20;
const LEFT_PERCENT = 42;

/** Statement, code, result and submissions of one exercise: side by side where there is room, else one at a time. */
export function Workspace(props: WorkspaceProps) {
  const { exercise, starter, viewerId, draft: saved, submissions, reopened, statement } = props;
  const t = useTranslations("exercise");
  const tGrading = useTranslations("grading");
  const locale = useLocale();
  const trpc = useTRPC();
  const wide = useWide();
  const editor = useRef<CodeEditorHandle>(null);
  const [view, setView] = useState<View>(props.grading !== null ? "result" : reopened !== null ? "code" : "statement");
  const [leftPercent, setLeftPercent] = useState(LEFT_PERCENT);
  const [watched, setWatched] = useState<WatchedSubmission | null>(props.grading);
  const place = useMemo(
    () => ({ viewerId, slug: exercise.slug, language: starter.language }),
    [viewerId, exercise.slug, starter.language],
  );
  const draft = useDraft({
    place,
    version: exercise.version,
    starter: starter.files,
    saved,
    shown: reopened,
    onRestored: (files) => editor.current?.replaceAll(files),
  });
  const grading = useGrading(watched);
  const history = useQuery({
    ...trpc.student.submissions.queryOptions({ slug: exercise.slug, limit: HISTORY_LENGTH }),
    initialData: { items: submissions, nextCursor: null },
    enabled: viewerId !== null,
  });

  const begun = (purpose: Purpose) => ({
    onSuccess: ({ submissionId }: { readonly submissionId: string }) => {
      setWatched({ id: submissionId, progress: [], purpose });
      rememberResult(submissionId);
      void history.refetch();
    },
    onMutate: () => {
      setWatched(null);
      setView("result");
    },
  });
  const run = useMutation(trpc.student.run.mutationOptions(begun("run")));
  const submit = useMutation(trpc.student.submit.mutationOptions(begun("submit")));
  const sending = run.isPending || submit.isPending;
  const busy = sending || (watched !== null && grading.view.phase !== "ended" && grading.refusal === null);
  const failure = submit.error ?? run.error;
  const again = () => {
    run.reset();
    submit.reset();
  };

  // The session has ended in the middle of something: one signs in over the page, and everything goes on.
  const signedOut =
    draft.state === "signed-out" ||
    [grading.refusal, failure].some((error) => error !== null && errorCodeOf(error) === "sign-in-required");
  const [asked, setAsked] = useState(false);
  const [wasSignedOut, setWasSignedOut] = useState(false);
  if (signedOut !== wasSignedOut) {
    setWasSignedOut(signedOut);
    setAsked(signedOut);
  }
  const signedInAgain = () => {
    draft.keeper.resume();
    grading.resume();
    again();
  };

  const isVersionOut =
    (draft.currentVersion !== null && draft.currentVersion !== exercise.version) ||
    (failure !== null && errorCodeOf(failure) === "version-gone");
  const router = useRouter();
  const loadVersion = () => {
    again();
    router.refresh();
  };

  const start = (purpose: "run" | "submit") => {
    if (busy || viewerId === null) return;
    again();
    const work = {
      slug: exercise.slug,
      version: exercise.version,
      language: starter.language,
      files: [...draft.files],
    };
    if (purpose === "run") run.mutate(work);
    else submit.mutate(work);
  };

  const goTo = (error: CompileError) => {
    // On a wide page the code is there already, and the list of errors stays beside it.
    if (!wide) setView("code");
    // The editor takes the focus only once its panel is shown.
    requestAnimationFrame(() => editor.current?.reveal(error.file, error.line, error.column));
  };
  const shown: View = wide && view === "code" ? "statement" : view;
  const tabs: readonly (TabItem & { readonly id: View })[] = [
    { id: "statement", label: t("statement") },
    ...(wide ? [] : [{ id: "code" as const, label: t("code") }]),
    { id: "result", label: t("result"), mark: busy ? <Spinner /> : undefined },
    { id: "submissions", label: t("submissions"), count: history.data.items.length || undefined },
  ];
  const choose = (id: string) => setView(tabs.find((tab) => tab.id === id)?.id ?? "statement");

  return (
    <div
      className="workspace"
      data-view={view}
      style={{ gridTemplateColumns: wide ? `minmax(0, ${leftPercent}%) 1px minmax(0, 1fr)` : undefined }}
    >
      {shown !== "statement" && <h1 className="ls-unseen">{exercise.title[locale]}</h1>}
      <div className="workspace__side">
        <TabList label={t("views")} name="view" items={tabs} current={shown} onChange={choose} />
        <TabPanel name="view" id="statement" current={shown} className="workspace__panel">
          {statement}
        </TabPanel>
        <TabPanel name="view" id="result" current={shown} className="workspace__panel">
          {failure !== null && <ErrorNotice error={failure} />}
          {watched === null && failure === null && !sending && (
            <EmptyState title={t(history.data.items.length > 0 ? "noResultHereTitle" : "noResultTitle")}>
              {t(history.data.items.length > 0 ? "noResultHere" : "noResult")}
            </EmptyState>
          )}
          {sending && (
            <p className="grading__phase" role="status">
              <Spinner />
              {t("sending")}
            </p>
          )}
          {watched !== null && (
            <GradingResult
              {...grading}
              purpose={watched.purpose}
              lesson={exercise.lesson}
              page={`/submissions/${watched.id}`}
              slug={exercise.slug}
              onGoTo={goTo}
              takeBack={<TakeBackButton key={watched.id} submissionId={watched.id} />}
              actions={
                wide ? undefined : (
                  <Button size="small" onClick={() => setView("code")}>
                    {tGrading("backToCode")}
                  </Button>
                )
              }
            />
          )}
        </TabPanel>
        <TabPanel name="view" id="submissions" current={shown} className="workspace__panel">
          <SubmissionsPanel lines={history.data.items} signedIn={viewerId !== null} />
        </TabPanel>
      </div>
      <Splitter label={t("split")} percent={leftPercent} onChange={setLeftPercent} />
      <CodePanel
        editor={editor}
        tabbed={!wide}
        place={place}
        exercise={exercise}
        starter={starter}
        draft={draft}
        savedFiles={saved?.files ?? null}
        reopened={reopened}
        errors={grading.view.verdict?.compileErrors ?? []}
        busy={busy}
        signedIn={viewerId !== null}
        onStart={start}
        onSignIn={() => setAsked(true)}
        onLoadVersion={isVersionOut ? loadVersion : null}
      />
      {viewerId !== null && (
        <SignInDialog open={asked} onClose={() => setAsked(false)} viewerId={viewerId} onDone={signedInAgain} />
      )}
    </div>
  );
}
