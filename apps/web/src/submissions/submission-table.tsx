"use client";
import type { SubmissionLine } from "@lockstep/api";
import type { Purpose, Verdict } from "@lockstep/contracts";
import { PendingBadge, VerdictBadge } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { Link } from "#web/i18n/navigation.ts";
import { LocalTime } from "./local-time.tsx";

/** Props of {@link SubmissionTable}. */
export interface SubmissionTableProps {
  readonly lines: readonly (SubmissionLine & { readonly student?: string })[];
  /** Names the exercise in each line; off where all are of the same. */
  readonly withExercise: boolean;
  /** First part of a line's address. */
  readonly base?: "/submissions" | "/instructor/submissions";
}

/** A program has no tests: that it ran to its end says nothing of whether it is right. A run has tried the visible cases only. */
function endOf(purpose: Purpose, verdict: Verdict) {
  if (verdict !== "accepted" || purpose === "submit") return `verdicts.${verdict}` as const;
  return purpose === "program" ? "grading.programEnded" : "grading.visibleHeld";
}

/** Submissions, one in a line: when, what, how it ended. */
export function SubmissionTable({ lines, withExercise, base = "/submissions" }: SubmissionTableProps) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <ul className="submissions" aria-label={t("submissions.title")}>
      {lines.map((line) => (
        <li key={line.id}>
          <Link href={`${base}/${line.id}`} className="submission-line">
            <span className="submission-line__what">
              {withExercise ? line.title[locale] : t(`grading.purpose.${line.purpose}`)}
              {line.student !== undefined && (
                <>
                  {" · "}
                  <span className="submission-line__student">{line.student}</span>
                </>
              )}
            </span>
            <span className="submission-line__aside">
              {withExercise && (
                <>
                  <span>{t(`grading.purpose.${line.purpose}`)} ·</span>{" "}
                </>
              )}
              <LocalTime at={line.createdAt} />
              {line.purpose === "submit" && line.points !== null && line.pointsMax !== null && (
                <>
                  {" · "}
                  <span>{t("grading.points", { points: line.points, pointsMax: line.pointsMax })}</span>
                </>
              )}
            </span>
            <span className="submission-line__verdict">
              {line.state === "cancelled" ? (
                t("grading.cancelled")
              ) : line.verdict === null ? (
                <PendingBadge label={t("verdicts.pending")} />
              ) : (
                <VerdictBadge verdict={line.verdict} label={t(endOf(line.purpose, line.verdict))} />
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
