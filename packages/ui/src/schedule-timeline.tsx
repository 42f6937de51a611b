"use client";
import type { Schedule } from "@lockstep/contracts";
import { type CSSProperties, type ReactNode, useMemo, useState } from "react";
import { Icon } from "./icon.tsx";
import { circleOf, laneOf, momentAfter, stretchesOf, type ThreadMoment, threadsIn } from "./schedule-state.ts";
import {
  hasManyFiles,
  isComingOrGoing,
  type ScheduleLabels,
  ScheduleTable,
  shortValue,
  StepText,
} from "./schedule-table.tsx";
import { WaitGraph } from "./wait-graph.tsx";

/** Words of a timeline, in the reader's language. */
export interface TimelineLabels extends ScheduleLabels {
  readonly stepOf: (step: number, count: number) => string;
  readonly slider: string;
  readonly previous: string;
  readonly next: string;
  readonly thread: string;
  readonly doing: string;
  readonly holding: string;
  /** Between names in a row, and between sentences. */
  readonly separator: { readonly names: string; readonly sentences: string };
  readonly sharedValues: string;
  readonly state: Readonly<Record<Exclude<ThreadMoment["state"], "waiting">, string>>;
  /** `heldBy` is empty where nobody holds it. */
  readonly waiting: (on: string, heldBy: string) => string;
  /** Title of the drawing of threads that wait in a circle: so many, one where it waits for itself. */
  readonly circle: (threads: number) => string;
  readonly allSteps: string;
}

/** Props of {@link ScheduleTimeline}. */
export interface ScheduleTimelineProps {
  readonly schedule: Schedule;
  readonly caption: string;
  readonly labels: TimelineLabels;
  /** Number of the step to begin at, as it is shown; where it is absent, or no such step is there, near the end. */
  readonly firstStep?: number | undefined;
  /** A link to the step with this number. */
  readonly renderLink?: ((step: number) => ReactNode) | undefined;
}

/**
 * One interleaving, to be walked through: a lane for each thread, what each is at after the step that is chosen, the shared
 * values then, and all steps as a table. Begins near its end, where it went wrong. The arrow keys step.
 */
export function ScheduleTimeline({ schedule, caption, labels, firstStep, renderLink }: ScheduleTimelineProps) {
  const count = schedule.events.length;
  const [step, setStep] = useState(() => indexOf(schedule, firstStep) ?? telling(schedule, threadsIn(schedule)));
  const moment = useMemo(() => momentAfter(schedule, step), [schedule, step]);
  const circle = useMemo(() => circleOf(momentAfter(schedule, count)), [schedule, count]);
  const event = schedule.events[step - 1];
  const names = moment.threads.map(({ name }) => name);
  const own = useMemo(() => touchedByOwnCode(schedule), [schedule]);
  const values = moment.values.filter(({ on }) => own.size === 0 || own.has(on) || on === event?.on);
  return (
    <figure className="ls-timeline" aria-label={labels.region} style={variables({ "--steps": count, "--step": step })}>
      <figcaption className="ls-schedule__caption">{caption}</figcaption>
      <Lanes schedule={schedule} names={names} />
      <div className="ls-timeline__stepper">
        <button
          type="button"
          className="ls-timeline__button"
          aria-label={labels.previous}
          // Not `disabled`: whoever steps by this button would lose the focus at the end.
          aria-disabled={step <= 1}
          onClick={() => setStep(Math.max(1, step - 1))}
        >
          <Icon name="back" />
        </button>
        <input
          type="range"
          min={1}
          max={count}
          value={step}
          aria-label={labels.slider}
          aria-valuetext={labels.stepOf(schedule.truncated + step, schedule.truncated + count)}
          onChange={({ target }) => setStep(Number(target.value))}
        />
        <button
          type="button"
          className="ls-timeline__button"
          aria-label={labels.next}
          aria-disabled={step >= count}
          onClick={() => setStep(Math.min(count, step + 1))}
        >
          <Icon name="arrow" />
        </button>
        {renderLink?.(schedule.truncated + step)}
      </div>
      <div className="ls-timeline__moment">
        <p className="ls-timeline__event" aria-live="polite">
          <span className="ls-timeline__number">
            {labels.stepOf(schedule.truncated + step, schedule.truncated + count)}
          </span>
          {event !== undefined && (
            <>
              <b className="ls-timeline__name" data-lane={laneOf(names, event.thread)}>
                {event.thread}
              </b>{" "}
              <StepText event={event} labels={labels} withFile={hasManyFiles(schedule)} />
            </>
          )}
        </p>
        <Threads threads={moment.threads} labels={labels} />
        {values.length > 0 && (
          <dl className="ls-timeline__values" aria-label={labels.sharedValues}>
            {values.map(({ on, value }) => (
              <div key={on} data-touched={event?.on === on ? "" : undefined}>
                <dt>{on}</dt>
                <dd>{shortValue(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {circle.length > 0 && (
        <div className="ls-timeline__circle">
          <p className="ls-schedule__caption">{labels.circle(circle.length)}</p>
          <WaitGraph
            circle={circle}
            label={circle.map((thread) => `${thread.name} ${doing(thread, labels)}`).join(labels.separator.sentences)}
          />
        </div>
      )}
      <details className="ls-timeline__all">
        <summary>{labels.allSteps}</summary>
        <ScheduleTable schedule={schedule} caption="" labels={labels} current={step - 1} />
      </details>
    </figure>
  );
}

/** Where the step with this number stands among those that are there, from 1. */
function indexOf({ events, truncated }: Schedule, step: number | undefined): number | null {
  const index = (step ?? 0) - truncated;
  return index >= 1 && index <= events.length ? index : null;
}

/**
 * The number of the last step that the reader's own code took, where that is known: after it, the tests only look what came
 * of it. Otherwise of the last one that is more than the coming and going of threads, and more than what the thread that is
 * left looks at in the end.
 */
function telling({ events }: Schedule, threads: readonly string[]): number {
  const own = events.findLastIndex(({ at }) => at !== undefined) + 1;
  if (own > 0) return own;
  const last = events.at(-1);
  const looksBack = last?.step === "end" ? events.findLastIndex(({ thread }) => thread !== last.thread) + 1 : 0;
  const lastTelling = (steps: typeof events) => steps.findLastIndex((event) => !isComingOrGoing(event, threads)) + 1;
  return lastTelling(events.slice(0, looksBack)) || lastTelling(events) || events.length;
}

/** What the reader's own code touches; empty where it isn't known which steps are its own. The rest is the tests' bookkeeping. */
function touchedByOwnCode({ events }: Schedule): ReadonlySet<string> {
  return new Set(events.flatMap(({ at, on }) => (at === undefined ? [] : [on])));
}

/** The picture: what each thread was at during each step. Those who don't see it have the table. */
function Lanes({ schedule, names }: { readonly schedule: Schedule; readonly names: readonly string[] }) {
  const stretches = useMemo(() => stretchesOf(schedule), [schedule]);
  return (
    <div className="ls-timeline__lanes" aria-hidden="true">
      {names.map((name) => (
        <div key={name} className="ls-timeline__lane" data-lane={laneOf(names, name)}>
          <span className="ls-timeline__name">{name}</span>
          <span className="ls-timeline__track">
            {(stretches.get(name) ?? []).map(({ state, from, to }) => (
              <span key={from} data-state={state} style={variables({ "--from": from, "--to": to + 1 })} />
            ))}
            <span className="ls-timeline__cursor" />
          </span>
        </div>
      ))}
    </div>
  );
}

function Threads({ threads, labels }: { readonly threads: readonly ThreadMoment[]; readonly labels: TimelineLabels }) {
  const names = threads.map(({ name }) => name);
  return (
    <table className="ls-timeline__threads">
      <thead className="ls-unseen">
        <tr>
          <th scope="col">{labels.thread}</th>
          <th scope="col">{labels.doing}</th>
          <th scope="col">{labels.holding}</th>
        </tr>
      </thead>
      <tbody>
        {threads.map((thread) => (
          <tr key={thread.name} data-state={thread.state}>
            <th scope="row" className="ls-timeline__name" data-lane={laneOf(names, thread.name)}>
              {thread.name}
            </th>
            <td>{doing(thread, labels)}</td>
            <td>{thread.holds.length > 0 && `${labels.holding} ${thread.holds.join(labels.separator.names)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function doing({ state, waitsFor, heldBy }: ThreadMoment, labels: TimelineLabels): string {
  if (state !== "waiting") return labels.state[state];
  return labels.waiting(waitsFor ?? "", heldBy.filter((name) => name !== waitsFor).join(labels.separator.names));
}

/** Custom properties, which the types of React don't know. */
function variables(values: Readonly<Record<`--${string}`, number>>): CSSProperties {
  return values;
}
