import type { PacedFigures } from "./vote.ts";

/** CPU time of one thread as the kernel counted it, read from outside. */
export interface CountedThread {
  /** The kernel's name of it. */
  readonly name: string;
  readonly cpuTimeMs: number;
}

/** As far as two readings of one account may differ: what a thread does between its own look and its sleep, and a part of its work. */
const SLACK_MS = 2.5;
const SLACK_SHARE = 0.08;

/** The kernel's name of a worker. */
const nameOf = (worker: number) => `worker-${worker}`;

/**
 * Whether no worker claims more work than the kernel saw it do. Threads are measured from inside, where the student's code
 * runs too: it can't reach the clock, but an answer proves nothing. A trace in which two threads share what one alone has
 * done would look parallel; here it doesn't hold.
 * @param boxCpuTimeMs of all threads, those included that have ended and that nobody can look at any more; null: unknown.
 */
export function isAccountedFor(
  { threads }: PacedFigures,
  counted: readonly CountedThread[],
  boxCpuTimeMs: number | null,
): boolean {
  const seen = new Map(counted.map(({ name, cpuTimeMs }) => [name, cpuTimeMs]));
  const claimed = new Map<string, number>();
  for (const { worker, cpuTimeMs } of threads)
    claimed.set(nameOf(worker), (claimed.get(nameOf(worker)) ?? 0) + cpuTimeMs);
  const ended = [...claimed].filter(([name]) => !seen.has(name));
  const ofEnded = { claimedMs: sum(ended.map(([, ms]) => ms)), seenMs: (boxCpuTimeMs ?? 0) - sum([...seen.values()]) };
  const listed = [...claimed].map(([name, claimedMs]) => ({ claimedMs, seenMs: seen.get(name) }));
  return [...listed.filter(({ seenMs }) => seenMs !== undefined), ofEnded].every(
    ({ claimedMs, seenMs = 0 }) => claimedMs <= Math.max(0, seenMs) * (1 + SLACK_SHARE) + SLACK_MS,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
