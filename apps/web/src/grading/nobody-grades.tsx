"use client";
import { Notice, Sentence } from "@lockstep/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "#web/api/api-provider.tsx";

/** Time between two looks while a submission waits. */
const LOOK_MS = 5_000;

/** Beside a submission that waits: says that no runner can grade now, where that is so, and goes as soon as one can. */
export function NobodyGrades() {
  const t = useTranslations("grading");
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.student.gradedNow.queryOptions(undefined, { refetchInterval: LOOK_MS, staleTime: 0, retry: false }),
  );
  if (data === undefined || data.ready) return null;
  return (
    <Notice tone="ours" role="status" title={t("nobodyTitle")}>
      <p>{t("nobody")}</p>
      <p className="grading__because">
        <Sentence text={t("forOperators")} />
      </p>
    </Notice>
  );
}
