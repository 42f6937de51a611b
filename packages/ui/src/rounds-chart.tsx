import type { ThreadRounds } from "@lockstep/contracts";

/** Words of the chart, in the reader's language. */
export interface RoundsLabels {
  /** "Round 2: 1.87 times as fast", to those who listen. */
  readonly round: (round: number, speedUp: number) => string;
  /** Under the axis: as fast as the sequential program, and what the cores could give at most. */
  readonly once: string;
  readonly most: string;
  /** "runs 94 % of the time", said of one thread. */
  readonly share: (percent: number) => string;
  /** What the wall clock says; null: nobody looked at it. */
  readonly wall: (speedUp: number | null) => string;
}

/** Props of {@link RoundsChart}. */
export interface RoundsChartProps {
  readonly rounds: ThreadRounds;
  readonly caption: string;
  readonly labels: RoundsLabels;
}

const ROW = 6;
const WIDTH = 100;

/** Rounds on real threads: a point for each on an axis of speed-ups, the interval they lie in, and what each thread worked in the last one. */
export function RoundsChart({
  rounds: { cores, rounds, timeMs, threads, wallSpeedUp },
  caption,
  labels,
}: RoundsChartProps) {
  const at = (speedUp: number) => (Math.min(speedUp, cores) / cores) * WIDTH;
  const speedUps = rounds.map(({ speedUp }) => speedUp);
  const [least, most] = [Math.min(...speedUps), Math.max(...speedUps)];
  return (
    <figure className="ls-rounds">
      <figcaption className="ls-rounds__caption">{caption}</figcaption>
      {rounds.length > 0 && (
        <>
          <svg
            className="ls-rounds__plot"
            viewBox={`-2 0 ${WIDTH + 4} ${rounds.length * ROW}`}
            aria-hidden="true"
            data-rounds={rounds.length}
          >
            <rect className="ls-rounds__interval" x={at(least)} width={at(most) - at(least)} y={0} height="100%" />
            <line className="ls-rounds__once" x1={at(1)} x2={at(1)} y1={0} y2="100%" />
            {speedUps.map((speedUp, round) => (
              // oxlint-disable-next-line react/no-array-index-key -- a round is its place
              <circle key={round} cx={at(speedUp)} cy={(round + 0.5) * ROW} r={1.4} />
            ))}
          </svg>
          <p className="ls-rounds__axis" aria-hidden="true">
            <span style={{ marginInlineStart: `${at(1)}%` }}>{labels.once}</span>
            <span>{labels.most}</span>
          </p>
          <ol className="ls-rounds__list">
            {speedUps.map((speedUp, round) => (
              // oxlint-disable-next-line react/no-array-index-key -- a round is its place
              <li key={round}>{labels.round(round + 1, speedUp)}</li>
            ))}
          </ol>
        </>
      )}
      <dl className="ls-activity__threads">
        {threads.map(({ name, cpuTimeMs }, thread) => {
          const share = timeMs === 0 ? 0 : Math.min(1, cpuTimeMs / timeMs);
          return (
            // oxlint-disable-next-line react/no-array-index-key -- threads may share a name, and never change places
            <div key={thread} className="ls-activity__thread">
              <dt>{name}</dt>
              <dd>
                <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={share} height={1} data-activity="running" />
                </svg>
                <span className="ls-activity__shares">{labels.share(Math.round(share * 100))}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="ls-rounds__wall">{labels.wall(wallSpeedUp)}</p>
    </figure>
  );
}
