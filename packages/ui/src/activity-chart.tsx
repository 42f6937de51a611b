import type { ThreadActivity, Timing } from "@lockstep/contracts";

/** Words of the chart, in the reader's language. */
export interface ActivityLabels {
  readonly activity: Readonly<Record<ThreadActivity, string>>;
  /** "runs 40 %, waits for a lock 60 %", said of one thread to those who listen. */
  readonly share: (activity: string, percent: number) => string;
  /** Between the shares of one thread. */
  readonly separator: string;
  /** Says that so many further threads can be unfolded. */
  readonly more: (threads: number) => string;
}

/** Props of {@link ActivityChart}. */
export interface ActivityChartProps {
  readonly timing: Timing;
  readonly caption: string;
  readonly labels: ActivityLabels;
}

/** Rows that are shown at once; of more threads, these and a line to unfold the others. */
const ROWS_MOST = 12;

const ORDER: readonly ThreadActivity[] = ["running", "ready", "lock", "signal", "join", "sleep"];

interface Stretch {
  readonly activity: ThreadActivity | null;
  readonly from: number;
  readonly parts: number;
}

/** Equal neighbours as one. */
export function stretchesOf(timeline: readonly (ThreadActivity | null)[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const [i, activity] of timeline.entries()) {
    const last = stretches.at(-1);
    if (last?.activity === activity) stretches[stretches.length - 1] = { ...last, parts: last.parts + 1 };
    else stretches.push({ activity, from: i, parts: 1 });
  }
  return stretches;
}

/** Threads that share a name are numbered, as shared objects are: "thread (share) #2". Numbers that make another's name are passed over. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  return names.map((name) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    let number = 1;
    while (taken.has(`${name} #${number}`)) number++;
    taken.add(`${name} #${number}`);
    return `${name} #${number}`;
  });
}

/** Shares of one thread's time, the largest first; those below half a percent are left out. */
function sharesOf(spent: Timing["threads"][number]["spent"]): readonly (readonly [ThreadActivity, number])[] {
  const all = ORDER.reduce((sum, activity) => sum + spent[activity], 0);
  return ORDER.map((activity): [ThreadActivity, number] => [activity, Math.round((spent[activity] / (all || 1)) * 100)])
    .filter(([, percent]) => percent > 0)
    .toSorted(([, a], [, b]) => b - a);
}

/** What each thread of a run on virtual cores did when: a row for each, time going to the right. Many are folded. */
export function ActivityChart({ timing, caption, labels }: ActivityChartProps) {
  const names = distinct(timing.threads.map(({ name }) => name));
  const rows = timing.threads.map(({ timeline, spent }, thread) => (
    <div key={names[thread]} className="ls-activity__thread">
      <dt>{names[thread]}</dt>
      <dd>
        <svg viewBox={`0 0 ${timeline.length} 1`} preserveAspectRatio="none" aria-hidden="true">
          {stretchesOf(timeline).map(({ activity, from, parts }) =>
            activity === null ? null : <rect key={from} x={from} width={parts} height={1} data-activity={activity} />,
          )}
        </svg>
        <span className="ls-activity__shares">
          {sharesOf(spent)
            .map(([activity, percent]) => labels.share(labels.activity[activity], percent))
            .join(labels.separator)}
        </span>
      </dd>
    </div>
  ));
  const folded = rows.length > ROWS_MOST + 1 ? rows.slice(ROWS_MOST) : [];
  const used = ORDER.filter((activity) => timing.threads.some(({ timeline }) => timeline.includes(activity)));
  return (
    <figure className="ls-activity">
      <figcaption className="ls-activity__caption">{caption}</figcaption>
      <dl className="ls-activity__threads">{rows.slice(0, rows.length - folded.length)}</dl>
      {folded.length > 0 && (
        <details className="ls-activity__more">
          <summary>{labels.more(folded.length)}</summary>
          <dl className="ls-activity__threads">{folded}</dl>
        </details>
      )}
      <ul className="ls-activity__legend" aria-hidden="true">
        {used.map((activity) => (
          <li key={activity} data-activity={activity}>
            {labels.activity[activity]}
          </li>
        ))}
      </ul>
    </figure>
  );
}
