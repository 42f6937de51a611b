import type { ScheduleEvent } from "@lockstep/contracts";
import type { Place, ReplayedEvent } from "@lockstep/interleave";
import { visible } from "./visible-text.ts";

/** One step of a schedule, in words, with its place in the program. */
export interface InterleavingStep {
  readonly thread: string;
  readonly text: string;
  /** Such as `bank.ts:12`; empty where it isn't known. */
  readonly place: string;
}

/** Steps of a replay in words. Of what a program says and names, only what a terminal shows. */
export function stepsOf(
  events: readonly ReplayedEvent[],
  placeOf: (site: number) => Place | null,
): readonly InterleavingStep[] {
  return events.map((event) => {
    const place = placeOf(event.site);
    return { ...stepOf(event), place: place === null ? "" : visible(`${place.file}:${place.line}`) };
  });
}

/** A step in words, without its place. */
export function stepOf({ thread, step, on, value }: ScheduleEvent): Omit<InterleavingStep, "place"> {
  const shown =
    value === undefined || value === null ? "" : ` ${step === "write" ? "←" : "→"} ${JSON.stringify(value)}`;
  const text = step === "mark" ? on : step === "end" ? "ends" : `${step} ${on}${shown}`;
  return { thread: visible(thread), text: visible(text) };
}

/** A table: one column for each thread, one row for each step, and where in the program it stands. */
export function printInterleaving(steps: readonly InterleavingStep[]): string {
  const threads = [...new Set(steps.map(({ thread }) => thread))];
  const widths = threads.map((thread) =>
    Math.max(thread.length, ...steps.map((step) => (step.thread === thread ? step.text.length : 0))),
  );
  const line = (cells: readonly string[], place: string) =>
    `${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" │ ")} │ ${place}`.trimEnd();
  return [
    line(threads, "at"),
    `${widths.map((width) => "─".repeat(width)).join("─┼─")}─┼─`,
    ...steps.map((step) =>
      line(
        threads.map((thread) => (thread === step.thread ? step.text : "")),
        step.place,
      ),
    ),
  ].join("\n");
}
