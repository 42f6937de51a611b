import type { Locale, Schedule, ScheduleEvent } from "@lockstep/contracts";
import { laneOf } from "./schedule-state.ts";

/** Steps at the end that are emphasised: where it went wrong is nearly always there. Coming and going of threads aside. */
const LAST_STEPS = 6;

/** Words of a schedule, in the reader's language. */
export interface ScheduleLabels {
  /** Of the marks, which the scenario says in its own words. */
  readonly locale: Locale;
  readonly step: Readonly<Record<Exclude<ScheduleEvent["step"], "mark">, string>>;
  readonly stepColumn: string;
  /** "line 12" */
  readonly line: (line: number) => string;
  /** "41 earlier steps are left out." */
  readonly omitted: (count: number) => string;
  /** Name of the region, for those who listen to the page. */
  readonly region: string;
}

/** Props of {@link ScheduleTable}. */
export interface ScheduleTableProps {
  readonly schedule: Schedule;
  /** Empty where another caption speaks for it. */
  readonly caption: string;
  readonly labels: ScheduleLabels;
  /** Place of the step that is looked at elsewhere; absent: none is. */
  readonly current?: number;
}

/** Names of the threads in the order in which they first move. */
export function threadsOf(schedule: Schedule): readonly string[] {
  return [...new Set(schedule.events.map((event) => event.thread))];
}

/** A value that was read or written, in few characters. */
export function shortValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

/** Whether a step is about a thread itself: it starts, ends, or somebody waits for its end. */
export function isComingOrGoing({ step, on }: ScheduleEvent, threads: readonly string[]): boolean {
  return step === "start" || step === "end" || step === "join" || threads.includes(on);
}

/** Places in the list of the steps that are emphasised. */
function lastSteps({ events }: Schedule, threads: readonly string[]): ReadonlySet<number> {
  const places = events.flatMap((event, index) => (isComingOrGoing(event, threads) ? [] : [index]));
  return new Set(places.slice(-LAST_STEPS));
}

/** Props of {@link StepText}. */
export interface StepTextProps {
  readonly event: ScheduleEvent;
  readonly labels: ScheduleLabels;
  /** More than one file has steps in this schedule. */
  readonly withFile: boolean;
}

/** Whether steps have to be told with their file. */
export function hasManyFiles({ events }: Schedule): boolean {
  return new Set(events.flatMap(({ at }) => at?.file ?? [])).size > 1;
}

function Where({ event: { at }, labels, withFile }: StepTextProps) {
  if (!at) return null;
  return (
    <>
      {" "}
      <span className="ls-schedule__at">{withFile ? `${at.file}:${at.line}` : labels.line(at.line)}</span>
    </>
  );
}

/** A step in words. */
export function StepText(props: StepTextProps) {
  const { event, labels } = props;
  if (event.step === "mark")
    return (
      <>
        <span className="ls-schedule__mark">{event.said?.[labels.locale] ?? event.on}</span>
        <Where {...props} />
      </>
    );
  return (
    <>
      <span className="ls-schedule__step">{labels.step[event.step]}</span>
      {/* A thread's own end stands in its own column: the name would say nothing. */}
      {event.step !== "end" && (
        <>
          {" "}
          <span className="ls-schedule__on">{event.on}</span>
        </>
      )}
      {event.value !== undefined && (
        <>
          {" "}
          <span className="ls-schedule__value">
            <span aria-hidden="true">{event.step === "write" ? "←" : "→"}</span> <b>{shortValue(event.value)}</b>
          </span>
        </>
      )}
      <Where {...props} />
    </>
  );
}

/** One interleaving: a column for each thread, a row for each step, time going down. */
export function ScheduleTable({ schedule, caption, labels, current }: ScheduleTableProps) {
  const threads = threadsOf(schedule);
  const lane = (thread: string) => laneOf(threads, thread);
  const last = lastSteps(schedule, threads);
  const [firstOfLast = 0] = last;
  const withFile = hasManyFiles(schedule);
  return (
    <figure className="ls-schedule">
      {caption !== "" && <figcaption className="ls-schedule__caption">{caption}</figcaption>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must reach it */}
      <section className="ls-schedule__scroll" tabIndex={0} aria-label={labels.region}>
        <table>
          <thead>
            <tr>
              <th scope="col">{labels.stepColumn}</th>
              {threads.map((thread) => (
                <th key={thread} scope="col" data-lane={lane(thread)}>
                  {thread}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {schedule.truncated > 0 && (
              <tr className="ls-schedule__omitted">
                <td colSpan={threads.length + 1}>{labels.omitted(schedule.truncated)}</td>
              </tr>
            )}
            {schedule.events.map((event, index) => {
              const number = schedule.truncated + index + 1;
              return (
                <tr
                  key={number}
                  data-last={last.has(index) ? "" : undefined}
                  data-first-of-last={index === firstOfLast && index > 0 ? "" : undefined}
                  data-end={index === schedule.events.length - 1 ? "" : undefined}
                  aria-current={index === current ? "step" : undefined}
                >
                  <th scope="row">{number}</th>
                  {threads.map((thread) => (
                    <td key={thread} data-lane={lane(thread)} data-moves={thread === event.thread ? "" : undefined}>
                      {thread === event.thread && <StepText event={event} labels={labels} withFile={withFile} />}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </figure>
  );
}
