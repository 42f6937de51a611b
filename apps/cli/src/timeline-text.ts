import type { ThreadActivity } from "@lockstep/contracts";
import { visible } from "./visible-text.ts";

const SIGNS: Readonly<Record<ThreadActivity, string>> = {
  running: "█",
  ready: "░",
  lock: "x",
  signal: "·",
  join: "-",
  sleep: "z",
};

export const TIMELINE_LEGEND =
  "█ runs  ░ waits for a free core  x waits for a lock  · for a signal  - for a thread's end  z sleeps";

/** A line for each thread: what it did most in each part of the time. */
export function timelineText(
  threads: readonly { readonly name: string; readonly timeline: readonly (ThreadActivity | null)[] }[],
): string {
  const names = threads.map(({ name }) => visible(name));
  const width = Math.max(...names.map(({ length }) => length));
  const rows = threads.map(({ timeline }, i) => {
    const cells = timeline.map((activity) => (activity === null ? " " : SIGNS[activity]));
    return `${(names[i] ?? "").padEnd(width)} ${cells.join("")}`.trimEnd();
  });
  return rows.join("\n");
}
