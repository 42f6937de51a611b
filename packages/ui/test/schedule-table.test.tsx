import type { Schedule, ScheduleEvent } from "@lockstep/contracts";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ScheduleTable } from "../src/index.ts";
import { shortValue, threadsOf } from "../src/schedule-table.tsx";
import { labels } from "./timeline-labels.ts";

const events = (count: number): readonly ScheduleEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    thread: index % 2 === 0 ? "visitor-2" : "visitor-1",
    step: "read",
    on: "Office.left",
    value: index,
  }));

function draw(over: Partial<Schedule>): string {
  const schedule: Schedule = { seed: 7, truncated: 0, events: [...events(4)], ...over };
  return renderToStaticMarkup(<ScheduleTable schedule={schedule} caption="One ticket, sold twice" labels={labels} />);
}

const cellsOf = (row: string) => Array.from(row.matchAll(/<td[^>]*>(.*?)<\/td>/g), ([, text = ""]) => text);
const rowsOf = (html: string) => html.match(/<tr.*?<\/tr>/g) ?? [];

test("gives each thread a column with a heading, in the order in which they first move", () => {
  const [head = ""] = rowsOf(draw({}));
  const headings = Array.from(head.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g), ([, text]) => text);
  expect(headings).toEqual(["Step", "visitor-2", "visitor-1"]);
});

test("puts each step into a row of its own, under the thread that took it and no other", () => {
  const [, first = "", second = ""] = rowsOf(draw({}));
  expect(cellsOf(first).map((text) => text !== "")).toEqual([true, false]);
  expect(cellsOf(second).map((text) => text !== "")).toEqual([false, true]);
  expect(cellsOf(first)[0]?.replaceAll(/<[^>]*>/g, "")).toBe("reads Office.left → 0");
});

test("numbers the rows from the first step that happened, also when the first ones are left out", () => {
  const rows = rowsOf(draw({ truncated: 41 }));
  expect(rows[1]).toContain("41 earlier steps");
  expect(rows[1]).toContain('colSpan="3"');
  const numbers = rows.flatMap((row) => /<th scope="row">(\d+)<\/th>/.exec(row)?.[1] ?? []);
  expect(numbers).toEqual(["42", "43", "44", "45"]);
});

test("emphasises the last six steps, and marks where they begin and where all ends", () => {
  const rows = rowsOf(draw({ events: [...events(10)] })).slice(1);
  expect(rows.map((row) => row.includes("data-last="))).toEqual([...Array(4).fill(false), ...Array(6).fill(true)]);
  expect(rows.findIndex((row) => row.includes("data-first-of-last"))).toBe(4);
  expect(rows.findIndex((row) => row.includes("data-end"))).toBe(9);
});

test("spends no emphasis on threads that start, end or are waited for", () => {
  const done: readonly ScheduleEvent[] = [
    { thread: "visitor-1", step: "end", on: "visitor-1" },
    { thread: "main", step: "wait", on: "visitor-2" },
    { thread: "main", step: "join", on: "visitor-2" },
  ];
  const rows = rowsOf(draw({ events: [...events(8), ...done] })).slice(1);
  const expected = [false, false, ...Array(6).fill(true), false, false, false];
  expect(rows.map((row) => row.includes("data-last="))).toEqual(expected);
});

test("has a caption, and a region with a name that the keyboard can scroll", () => {
  const html = draw({});
  expect(html).toContain("One ticket, sold twice</figcaption>");
  expect(html).toMatch(/<section[^>]*tabindex="0"[^>]*aria-label="Schedule"/i);
});

test("shows values as text and never as markup", () => {
  const html = draw({ events: [{ thread: "<b>x</b>", step: "write", on: "a", value: "<img src=x>" }] });
  expect(html).not.toMatch(/<b>x|<img/);
  expect(html).toContain("&lt;img src=x&gt;");
});

test("shows no value where there is none, and cuts a long one", () => {
  expect(draw({ events: [{ thread: "a", step: "acquire", on: "Office.lock" }] })).not.toMatch(/→|←/);
  expect(shortValue("x".repeat(100))).toHaveLength(24);
  expect(shortValue({ left: 1 })).toBe('{"left":1}');
});

test("shows what the scenario says in its own words", () => {
  const html = draw({ events: [{ thread: "a", step: "mark", on: "paper jam" }] });
  expect(rowsOf(html)[1]?.replaceAll(/<[^>]*>/g, "")).toBe("1paper jam");
});

const textsOf = (steps: ScheduleEvent[]) =>
  rowsOf(draw({ seed: null, events: steps }))
    .slice(1)
    .map((row) => row.replaceAll(/<[^>]*>/g, ""));

test("shows the line that asked for a step, and its file where there are several", () => {
  const step = { thread: "a", step: "read" as const, on: "Office.left" };
  const one = { ...step, at: { file: "office.ts", line: 12 } };
  const other = { ...step, at: { file: "desk.ts", line: 3 } };
  expect(textsOf([one, step])).toEqual(["1reads Office.left line 12", "2reads Office.left"]);
  expect(textsOf([one, other])).toEqual(["1reads Office.left office.ts:12", "2reads Office.left desk.ts:3"]);
});

test("does not repeat the thread's name where the thread ends", () => {
  const html = draw({ events: [{ thread: "visitor-1", step: "end", on: "thread visitor-1" }] });
  expect(rowsOf(html)[1]?.replaceAll(/<[^>]*>/g, "")).toBe("1ends");
});

test("names each thread once", () => {
  expect(threadsOf({ seed: 1, truncated: 0, events: [...events(9)] })).toEqual(["visitor-2", "visitor-1"]);
});

test("says a mark in the reader's language where the exercise has it", () => {
  const said = { en: "paper jam", "zh-CN": "卡纸" };
  const schedule: Schedule = { seed: 1, truncated: 0, events: [{ thread: "a", step: "mark", on: "paper jam", said }] };
  const html = renderToStaticMarkup(
    <ScheduleTable schedule={schedule} caption="" labels={{ ...labels, locale: "zh-CN" }} />,
  );
  expect(html).toContain("卡纸");
  expect(html).not.toContain("paper jam");
});
