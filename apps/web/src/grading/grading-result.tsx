"use client";
import type { CompileError, Purpose } from "@lockstep/contracts";
import { Notice, Output, Spinner } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorNotice } from "#web/api/error-notice.tsx";
import { CaseResults } from "./case-results.tsx";
import { NobodyGrades } from "./nobody-grades.tsx";
import type { GradingView } from "./grading-view.ts";
import type { Grading } from "./use-grading.ts";
import { VerdictSummary } from "./verdict-summary.tsx";

/** Props of {@link GradingResult}. */
export interface GradingResultProps extends Omit<Grading, "resume"> {
  readonly purpose: Purpose;
  readonly lesson: string;
  /** Path of the submission's own page, without a language. */
  readonly page: string;
  /** The exercise whose model solutions an acceptance opens; absent where that is not the reader's. */
  readonly slug?: string;
  readonly onGoTo?: (error: CompileError) => void;
  readonly actions?: ReactNode;
  /** Takes it back while it runs; absent where that is not the reader's to do. */
  readonly takeBack?: ReactNode;
}

/** A grading from the queue to the verdict, live. */
export function GradingResult(props: GradingResultProps) {
  const { view, purpose, reconnecting, refusal, lesson, page, slug, onGoTo, actions, takeBack } = props;
  const t = useTranslations();
  const { verdict } = view;
  return (
    <div className="grading" data-phase={view.phase}>
      <Announcement view={view} />
      {verdict === null ? (
        <GradingStatus view={view} takeBack={takeBack} />
      ) : (
        <VerdictSummary
          purpose={purpose}
          verdict={verdict}
          cases={view.cases}
          lesson={lesson}
          slug={slug}
          onGoTo={onGoTo}
          actions={actions}
        />
      )}
      {view.phase === "queued" && <NobodyGrades />}
      {view.retryingAttempt !== null && (
        <Notice tone="ours" role="status" title={t("grading.retrying", { attempt: view.retryingAttempt })} />
      )}
      {view.measuringAgain !== null && (
        <Notice tone="ours" role="status" title={t("grading.measuringAgainTitle", { time: view.measuringAgain })}>
          <p>{t("grading.measuringAgain")}</p>
        </Notice>
      )}
      {reconnecting && <Notice tone="none" role="status" title={t("grading.reconnecting")} />}
      {refusal !== null && <ErrorNotice error={refusal} />}
      {view.cases.length > 0 && (
        <CaseResults cases={view.cases} decidingCase={verdict?.decidingCase ?? null} page={page} />
      )}
      {verdict !== null && <PrintedOutput output={verdict.output} />}
    </div>
  );
}

/** How far a grading is. */
function GradingStatus({ view, takeBack }: { readonly view: GradingView; readonly takeBack: ReactNode }) {
  const t = useTranslations("grading");
  const finished = view.cases.filter(({ state }) => state === "finished").length;
  const count = view.cases.length;
  const text = {
    queued: () => t("queued"),
    started: () => t("started"),
    running: () => (finished === count ? t("finishing") : t("running", { number: finished + 1, count })),
    ended: () => t(view.cancelled ? "cancelled" : "ended"),
  }[view.phase]();
  return (
    <div className="grading__status">
      <p className="grading__phase ls-numbers">
        {view.phase !== "ended" && <Spinner />}
        {text}
      </p>
      {view.phase === "queued" && <p className="soft">{t("queuedNote")}</p>}
      {count > 0 && (
        <div className="grading__bar" aria-hidden="true">
          {view.cases.map(({ id, state, result }) => (
            <span key={id} data-state={result === null ? state : result.verdict === "accepted" ? "held" : "broke"} />
          ))}
        </div>
      )}
      {view.phase !== "ended" && takeBack}
    </div>
  );
}

/** What the student's program printed, if anything. */
export function PrintedOutput({ output }: { readonly output: NonNullable<GradingView["verdict"]>["output"] }) {
  const t = useTranslations("grading");
  const note = output.truncated ? t("truncated") : undefined;
  return (
    <>
      {output.stdout !== "" && <Output stream="stdout" label={t("stdout")} text={output.stdout} truncatedNote={note} />}
      {output.stderr !== "" && <Output stream="stderr" label={t("stderr")} text={output.stderr} truncatedNote={note} />}
    </>
  );
}

/** Says aloud what happens, one sentence at a time: the last case that ended, then the verdict. */
function Announcement({ view }: { readonly view: GradingView }) {
  const t = useTranslations();
  const locale = useLocale();
  const last = view.cases.findLast(({ result }) => result !== null);
  const sentence =
    view.verdict !== null
      ? t("grading.announceVerdict", { verdict: t(`verdicts.${view.verdict.verdict}`) })
      : last?.result
        ? t("grading.announceCase", { title: last.title[locale], verdict: t(`verdicts.${last.result.verdict}`) })
        : t(view.cancelled ? "grading.cancelled" : view.phase === "queued" ? "grading.queued" : "grading.started");
  return (
    <p className="ls-unseen" role="status" aria-live="polite">
      {sentence}
    </p>
  );
}
