"use client";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";

/** Parameters of a submission's address: a case, and a step of the schedule that was found in it. */
const CASE_PARAMETER = "case";
const STEP_PARAMETER = "step";

/** The step that the page's address leads to; null where it leads to none. The case may not exist. */
export function useLinkedStep(): { readonly caseId: string; readonly step: number } | null {
  const parameters = useSearchParams();
  const caseId = parameters.get(CASE_PARAMETER);
  const step = Number(parameters.get(STEP_PARAMETER));
  return caseId === null || !Number.isInteger(step) ? null : { caseId, step };
}

/** Id of a case's row, which a link scrolls to. */
export function rowId(caseId: string): string {
  return `case-${caseId}`;
}

/** Props of {@link StepLink}. */
export interface StepLinkProps {
  /** Path of the submission's own page, without a language. */
  readonly page: string;
  readonly caseId: string;
  readonly step: number;
}

/** Leads to the submission's page with this schedule at this step: to come back to, or to send to who may see it. */
export function StepLink({ page, caseId, step }: StepLinkProps) {
  const t = useTranslations("grading.timeline");
  const query = { [CASE_PARAMETER]: caseId, [STEP_PARAMETER]: step };
  return <Link href={{ pathname: page, query, hash: rowId(caseId) }}>{t("link")}</Link>;
}
