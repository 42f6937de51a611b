"use client";
import { CaseList, CaseRow } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { CaseDetails } from "./case-details.tsx";
import type { CaseView } from "./grading-view.ts";
import { rowId, useLinkedStep } from "./step-link.tsx";

/** What is said of a case without a result. */
const STATE_LABELS = {
  waiting: "grading.caseWaiting",
  running: "grading.caseRunning",
  finished: "grading.caseNotJudged",
  "not-judged": "grading.caseNotJudged",
} as const satisfies Record<CaseView["state"], string>;

/** Props of {@link CaseResults}. */
export interface CaseResultsProps {
  readonly cases: readonly CaseView[];
  /** The case that decided stands open; its words are in the verdict's card already. */
  readonly decidingCase: string | null;
  /** Path of the submission's own page. */
  readonly page: string;
}

/** The cases of a grading, each in its state. */
export function CaseResults({ cases, decidingCase, page }: CaseResultsProps) {
  const t = useTranslations();
  const locale = useLocale();
  const linked = useLinkedStep();
  return (
    <CaseList label={t("grading.cases")}>
      {cases.map(({ id, title, visibility, state, result }) => (
        <CaseRow
          // Opens anew when it turns out to be the one that decided.
          key={`${id} ${id === decidingCase}`}
          id={rowId(id)}
          title={title[locale]}
          state={
            result === null
              ? { kind: state === "running" ? "running" : "waiting" }
              : { kind: "finished", verdict: result.verdict }
          }
          stateLabel={result === null ? t(STATE_LABELS[state]) : t(`verdicts.${result.verdict}`)}
          visibilityLabel={visibility === "hidden" ? t("exercise.hidden") : undefined}
          open={id === decidingCase || id === linked?.caseId}
        >
          {result === null ? undefined : (
            <CaseDetails
              result={result}
              withFeedback={id !== decidingCase}
              page={page}
              firstStep={id === linked?.caseId ? linked.step : undefined}
            />
          )}
        </CaseRow>
      ))}
    </CaseList>
  );
}
