import type { ThreadActivity } from "./account.ts";
import type { VirtualRun } from "./run-on-virtual-cores.ts";

/** For each thread, what it did most in each of `parts` equal parts of the run; null: it was not there. */
export function timelines(
  { threads, spans, timeTicks }: VirtualRun,
  parts: number,
): readonly (readonly (ThreadActivity | null)[])[] {
  return threads.map((_unused, thread) => {
    const mine = spans.filter((span) => span.thread === thread);
    return Array.from({ length: parts }, (_part, i) =>
      mostIn(mine, (timeTicks * i) / parts, (timeTicks * (i + 1)) / parts),
    );
  });
}

function mostIn(spans: VirtualRun["spans"], from: number, to: number): ThreadActivity | null {
  const shares = new Map<ThreadActivity, number>();
  for (const { activity, fromTicks, toTicks } of spans) {
    const share = Math.min(to, toTicks) - Math.max(from, fromTicks);
    if (share > 0) shares.set(activity, (shares.get(activity) ?? 0) + share);
  }
  return [...shares].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
