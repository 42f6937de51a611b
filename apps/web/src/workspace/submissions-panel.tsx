"use client";
import type { SubmissionLine } from "@lockstep/api";
import { EmptyState } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { SubmissionTable } from "#web/submissions/submission-table.tsx";

/** The reader's own submissions of one exercise. */
export function SubmissionsPanel({
  lines,
  signedIn,
}: {
  readonly lines: readonly SubmissionLine[];
  readonly signedIn: boolean;
}) {
  const t = useTranslations("exercise");
  if (lines.length === 0)
    return (
      <EmptyState title={t("noSubmissionsTitle")}>{t(signedIn ? "noSubmissions" : "signedOutSubmissions")}</EmptyState>
    );
  return <SubmissionTable lines={lines} withExercise={false} />;
}
