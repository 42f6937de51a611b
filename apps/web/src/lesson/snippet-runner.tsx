"use client";
import { Button, buttonClass, Icon, Notice, Output, Spinner, VerdictBadge } from "@lockstep/ui";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "#web/api/api-provider.tsx";
import { ErrorNotice } from "#web/api/error-notice.tsx";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { CompileErrors } from "#web/grading/compile-errors.tsx";
import { PrintedOutput } from "#web/grading/grading-result.tsx";
import { NobodyGrades } from "#web/grading/nobody-grades.tsx";
import { useGrading, type Watched } from "#web/grading/use-grading.ts";
import { Link, usePathname } from "#web/i18n/navigation.ts";

/** Props of {@link SnippetRunner}. */
export interface SnippetRunnerProps {
  readonly file: string;
  readonly text: string;
  /** What a run of it printed. */
  readonly recorded: string;
  /** Under whose limits it runs; null where nobody is signed in. */
  readonly carrier: { readonly slug: string; readonly version: string } | null;
  /** The text, coloured by the server. */
  readonly code: ReactNode;
}

/** The frame of a program: its text, the button, what it printed. */
export function SnippetRunner({ file, text, recorded, carrier, code }: SnippetRunnerProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const pathname = usePathname();
  const [watched, setWatched] = useState<Watched | null>(null);
  const { view, refusal, reconnecting } = useGrading(watched);
  const program = useMutation(
    trpc.student.program.mutationOptions({
      onMutate: () => setWatched(null),
      onSuccess: ({ submissionId }) => setWatched({ id: submissionId, progress: [] }),
    }),
  );
  const busy = program.isPending || (watched !== null && view.phase !== "ended" && refusal === null);
  return (
    <div className="snippet" data-phase={watched === null ? "idle" : view.phase}>
      <div className="snippet__head">
        <code>{file}</code>
        {carrier === null ? (
          <Link
            href={{ pathname: "/sign-in", query: { from: pathname } }}
            className={buttonClass("secondary", "small")}
          >
            {t("lesson.signInToRun")}
          </Link>
        ) : (
          <Button
            size="small"
            disabled={!hydrated}
            busy={busy}
            onClick={() => program.mutate({ ...carrier, language: "typescript", files: [{ path: file, text }] })}
          >
            {!busy && <Icon name="play" />}
            {t(watched === null ? "lesson.runProgram" : "lesson.runAgain")}
          </Button>
        )}
      </div>
      {code}
      <div className="snippet__result" aria-live="polite">
        {program.error !== null && <ErrorNotice error={program.error} />}
        {refusal !== null && <ErrorNotice error={refusal} />}
        {reconnecting && <Notice tone="none" title={t("grading.reconnecting")} />}
        {busy && (
          <p className="row soft">
            <Spinner />
            {t(view.phase === "queued" ? "lesson.starting" : "lesson.running")}
          </p>
        )}
        {watched !== null && view.phase === "queued" && refusal === null && <NobodyGrades />}
        {watched === null && !busy && (
          <>
            <Output stream="stdout" label={t("lesson.output")} text={recorded} />
            <p className="ls-output__note">{t("lesson.recorded")}</p>
          </>
        )}
        {view.verdict !== null && (
          <>
            {view.verdict.verdict !== "accepted" && (
              <p>
                <VerdictBadge verdict={view.verdict.verdict} label={t(`verdicts.${view.verdict.verdict}`)} />
              </p>
            )}
            {view.verdict.compileErrors.length > 0 && <CompileErrors errors={view.verdict.compileErrors} />}
            <PrintedOutput output={view.verdict.output} />
          </>
        )}
      </div>
    </div>
  );
}
