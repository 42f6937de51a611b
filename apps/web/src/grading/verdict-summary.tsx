"use client";
import type { CompileError, Purpose } from "@lockstep/contracts";
import { buttonClass, reasonTexts, VerdictCard, verdictTexts } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "#web/i18n/navigation.ts";
import { CompileErrors } from "./compile-errors.tsx";
import type { CaseView, VerdictEvent } from "./grading-view.ts";

/** Props of {@link VerdictSummary}. */
export interface VerdictSummaryProps {
  readonly purpose: Purpose;
  readonly verdict: VerdictEvent;
  readonly cases: readonly CaseView[];
  /** Slug of the lesson that explains. */
  readonly lesson: string;
  /** The exercise whose model solutions an acceptance opens; absent where that is not the reader's. */
  readonly slug?: string | undefined;
  readonly onGoTo?: ((error: CompileError) => void) | undefined;
  readonly actions?: ReactNode;
}

/** The verdict in words: what it means, which property broke, what to try next, where to read about it. */
export function VerdictSummary({ purpose, verdict, cases, lesson, slug, onGoTo, actions }: VerdictSummaryProps) {
  const t = useTranslations("grading");
  const locale = useLocale();
  const decided = cases.find((one) => one.id === verdict.decidingCase)?.result ?? null;
  // Which limit it was, and what to do about it, the verdict itself says better.
  const isSaid = verdict.reason === "limit" && !decided?.feedback;
  const general = verdict.reason === null || isSaid ? undefined : reasonTexts[verdict.reason][locale];
  const explanation =
    purpose === "run" && verdict.verdict === "accepted"
      ? { title: t("runAccepted"), means: t("runAcceptedMeans"), next: t("runAcceptedNext") }
      : verdictTexts[verdict.verdict][locale];
  return (
    <VerdictCard
      verdict={verdict.verdict}
      explanation={explanation}
      // The exercise speaks of this very program; the general words stand in where it says nothing.
      reason={general === undefined ? undefined : { ...general, means: decided?.feedback?.[locale] ?? general.means }}
      points={purpose === "submit" ? t("points", { points: verdict.points, pointsMax: verdict.pointsMax }) : undefined}
      nextLabel={t("next")}
      actions={
        <>
          {purpose === "submit" && verdict.verdict === "accepted" && (
            <>
              <Link href="/course" className={buttonClass("primary", "small")}>
                {t("toCourse")}
              </Link>
              {slug !== undefined && (
                <Link href={`/exercises/${slug}/solutions`} className={buttonClass("secondary", "small")}>
                  {t("toSolutions")}
                </Link>
              )}
            </>
          )}
          {actions}
          {verdict.verdict !== "accepted" && verdict.verdict !== "internal-error" && (
            <Link
              href={`/lessons/${lesson}${decided?.section ? `#${decided.section}` : ""}`}
              className={buttonClass("secondary", "small")}
            >
              {t("readSection")}
            </Link>
          )}
        </>
      }
    >
      {verdict.compileErrors.length > 0 && <CompileErrors errors={verdict.compileErrors} onGoTo={onGoTo} />}
    </VerdictCard>
  );
}
