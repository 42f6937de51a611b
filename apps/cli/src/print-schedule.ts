import type { Schedule, ScheduleEvent } from "@lockstep/contracts";
import { visible } from "./visible-text.ts";

/** Most steps that are shown; the end of a schedule tells the story. */
const STEPS_MAX = 40;

/**
 * A schedule as a table: a column for each thread, a row for each step. Ends with the last step of the student's own code,
 * where that is known: after it, the tests only look what came of it.
 */
export function printSchedule({ events, truncated, seed }: Schedule): string {
  const end = events.findLastIndex(({ at }) => at !== undefined) + 1 || events.length;
  // Students name threads, too.
  const shown = events
    .slice(Math.max(0, end - STEPS_MAX), end)
    .map((event) => ({ ...event, thread: visible(event.thread) }));
  const left = truncated + end - shown.length;
  const after = events.length - end;
  const threads = [...new Set(shown.map((event) => event.thread))];
  const cells = shown.map(textOf);
  const widths = threads.map((thread) =>
    Math.max(thread.length, ...shown.map((event, i) => (event.thread === thread ? (cells[i]?.length ?? 0) : 0))),
  );
  const row = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(" │ ")
      .trimEnd();
  const lines = shown.map((event, i) =>
    row(threads.map((thread) => (thread === event.thread ? (cells[i] ?? "") : ""))),
  );
  return [
    `An interleaving that shows it${seed === null ? "" : ` (seed ${seed})`}${left > 0 ? `, without its first ${left} steps` : ""}:`,
    row(threads),
    widths.map((width) => "─".repeat(width)).join("─┼─"),
    ...lines,
    ...(after > 0 ? [`(${after} more ${after === 1 ? "step" : "steps"}, none of them in your code)`] : []),
  ].join("\n");
}

function textOf({ step, on, value, at }: ScheduleEvent): string {
  const place = at ? `  ${at.file}:${at.line}` : "";
  if (step === "mark") return visible(`${on}${place}`);
  const said = value === undefined ? "" : ` ${step === "write" ? "←" : "→"} ${JSON.stringify(value)}`;
  return visible(`${step} ${on}${said}${place}`);
}
