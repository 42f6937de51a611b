"use client";
import type { CaseResult } from "@lockstep/contracts";
import {
  ActivityChart,
  type ActivityLabels,
  RoundsChart,
  type RoundsLabels,
  ScheduleTimeline,
  Sentence,
  type TimelineLabels,
} from "@lockstep/ui";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { StepLink } from "./step-link.tsx";

const MEBIBYTE = 2 ** 20;

/** Props of {@link CaseDetails}. */
export interface CaseDetailsProps {
  readonly result: CaseResult;
  readonly withFeedback: boolean;
  /** Path of the submission's own page. */
  readonly page: string;
  /** Step of the schedule that the reader was led to. */
  readonly firstStep: number | undefined;
}

/** What was found in one case: the words of the exercise, what was seen, a schedule, what it took. */
export function CaseDetails({ result, withFeedback, page, firstStep }: CaseDetailsProps) {
  const t = useTranslations("grading");
  const locale = useLocale();
  const format = useFormatter();
  const labels: TimelineLabels = {
    locale,
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
    line: (line) => t("line", { line }),
    omitted: (count) => t("omitted", { count }),
    region: t("schedule"),
    stepOf: (step, count) => t("timeline.stepOf", { step, count }),
    slider: t("timeline.slider"),
    previous: t("timeline.previous"),
    next: t("timeline.next"),
    thread: t("timeline.thread"),
    doing: t("timeline.doing"),
    holding: t("timeline.holding"),
    separator: { names: t("timeline.betweenNames"), sentences: t("timeline.betweenSentences") },
    sharedValues: t("timeline.sharedValues"),
    state: {
      running: t("timeline.running"),
      ready: t("timeline.ready"),
      "not-started": t("timeline.notStarted"),
      ended: t("timeline.ended"),
    },
    waiting: (on, heldBy) =>
      heldBy === "" ? t("timeline.waiting", { on }) : t("timeline.waitingHeld", { on, heldBy }),
    circle: (threads) => t("timeline.circle", { threads }),
    allSteps: t("timeline.allSteps"),
  };
  const activityLabels: ActivityLabels = {
    activity: {
      running: t("activity.of.running"),
      ready: t("activity.of.ready"),
      lock: t("activity.of.lock"),
      signal: t("activity.of.signal"),
      join: t("activity.of.join"),
      sleep: t("activity.of.sleep"),
    },
    share: (activity, percent) => t("activity.share", { activity, percent }),
    separator: t("activity.separator"),
    more: (threads) => t("activity.more", { threads }),
  };
  const times = (value: number) => format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const roundsLabels: RoundsLabels = {
    round: (round, speedUp) => t("threadRounds.round", { round, times: times(speedUp) }),
    once: t("threadRounds.once"),
    most: t("threadRounds.most", { cores: result.threadRounds?.cores ?? 1 }),
    share: (percent) => t("threadRounds.share", { percent }),
    wall: (speedUp) =>
      speedUp === null ? t("threadRounds.noWall") : t("threadRounds.wall", { times: times(speedUp) }),
  };
  const facts = [
    // Of what is measured the figures above say how often; here warming up would be counted, too.
    result.rounds > 0 && result.timing === null && result.threadRounds === null
      ? t("rounds", { rounds: result.rounds })
      : null,
    t("wallTime", { ms: format.number(Math.round(result.wallTimeMs)) }),
    result.cpuTimeMs === null ? null : t("cpuTime", { ms: format.number(Math.round(result.cpuTimeMs)) }),
    result.memoryBytesMax === null
      ? null
      : t("memory", { mebibytes: format.number(Math.round(result.memoryBytesMax / MEBIBYTE)) }),
  ].filter((fact) => fact !== null);
  return (
    <>
      {withFeedback && result.feedback !== null && (
        <p className="ls-case__feedback">
          <Sentence text={result.feedback[locale]} />
        </p>
      )}
      {result.seen !== null && <p className="ls-case__seen">{result.seen[locale]}</p>}
      {result.schedule !== null && result.schedule.events.length > 0 && (
        <ScheduleTimeline
          schedule={result.schedule}
          caption={
            result.schedule.seed === null
              ? t("exploredCaption")
              : t("scheduleCaption", { seed: String(result.schedule.seed) })
          }
          labels={labels}
          firstStep={firstStep}
          renderLink={(step) => <StepLink page={page} caseId={result.id} step={step} />}
        />
      )}
      {result.timing !== null && (
        <ActivityChart
          timing={result.timing}
          caption={t("activity.caption", { cores: result.timing.cores })}
          labels={activityLabels}
        />
      )}
      {result.threadRounds !== null && (
        <RoundsChart
          rounds={result.threadRounds}
          caption={t("threadRounds.caption", { cores: result.threadRounds.cores })}
          labels={roundsLabels}
        />
      )}
      {result.remark !== null && <p className="ls-case__remark">{result.remark[locale]}</p>}
      <p className="ls-case__facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </>
  );
}
