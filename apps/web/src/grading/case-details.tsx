"use client";
import type { CaseResult } from "@lockstep/contracts";
import { type ScheduleLabels, ScheduleTable } from "@lockstep/ui";
import { useFormatter, useLocale, useTranslations } from "next-intl";

const MEBIBYTE = 2 ** 20;

/** What was found in one case: the words of the exercise, what was seen, a schedule, what it took. */
export function CaseDetails({ result, withFeedback }: { readonly result: CaseResult; readonly withFeedback: boolean }) {
  const t = useTranslations("grading");
  const locale = useLocale();
  const format = useFormatter();
  const labels: ScheduleLabels = {
    step: {
      read: t("steps.read"),
      write: t("steps.write"),
      acquire: t("steps.acquire"),
      release: t("steps.release"),
      wait: t("steps.wait"),
      wake: t("steps.wake"),
      start: t("steps.start"),
      end: t("steps.end"),
      join: t("steps.join"),
    },
    stepColumn: t("step"),
    omitted: (count) => t("omitted", { count }),
    region: t("schedule"),
  };
  const facts = [
    result.rounds > 0 ? t("rounds", { rounds: result.rounds }) : null,
    t("wallTime", { ms: format.number(Math.round(result.wallTimeMs)) }),
    result.cpuTimeMs === null ? null : t("cpuTime", { ms: format.number(Math.round(result.cpuTimeMs)) }),
    result.memoryBytesMax === null
      ? null
      : t("memory", { mebibytes: format.number(Math.round(result.memoryBytesMax / MEBIBYTE)) }),
  ].filter((fact) => fact !== null);
  return (
    <>
      {withFeedback && result.feedback !== null && <p className="ls-case__feedback">{result.feedback[locale]}</p>}
      {result.seen !== null && <p className="ls-case__seen">{result.seen[locale]}</p>}
      {result.schedule !== null && result.schedule.events.length > 0 && (
        <ScheduleTable
          schedule={result.schedule}
          caption={t("scheduleCaption", { seed: String(result.schedule.seed) })}
          labels={labels}
        />
      )}
      <p className="ls-case__facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </>
  );
}
