import type { Schedule, ScheduleEvent } from "@lockstep/contracts";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ScheduleTimeline } from "../src/index.ts";
import { circleOf, momentAfter, stretchesOf, threadsIn } from "../src/schedule-state.ts";
import { labels } from "./timeline-labels.ts";

const step = (thread: string, kind: ScheduleEvent["step"], on: string, value?: number): ScheduleEvent =>
  value === undefined ? { thread, step: kind, on } : { thread, step: kind, on, value };
const scheduleOf = (...events: ScheduleEvent[]): Schedule => ({ seed: 7, truncated: 0, events });

/** Two clerks, two locks, in opposite order. */
const deadlock = scheduleOf(
  step("main", "start", "clerk-1"),
  step("clerk-1", "acquire", "Account#1.lock"),
  step("main", "start", "clerk-2"),
  step("main", "wait", "clerk-1"),
  step("clerk-2", "acquire", "Account#2.lock"),
  step("clerk-2", "write", "Account#2.money", 5),
  step("clerk-2", "wait", "Account#1.lock"),
  step("clerk-1", "wait", "Account#2.lock"),
);

describe("a schedule, stopped after a step,", () => {
  test("knows what each thread is at, what it holds, and who could end its wait", () => {
    expect(momentAfter(deadlock, 5)).toEqual({
      threads: [
        { name: "main", state: "waiting", waitsFor: "clerk-1", heldBy: ["clerk-1"], holds: [] },
        { name: "clerk-1", state: "ready", waitsFor: null, heldBy: [], holds: ["Account#1.lock"] },
        { name: "clerk-2", state: "running", waitsFor: null, heldBy: [], holds: ["Account#2.lock"] },
      ],
      values: [],
    });
    expect(momentAfter(deadlock, 6).values).toEqual([{ on: "Account#2.money", value: 5 }]);
    expect(momentAfter(deadlock, 1).threads.map(({ state }) => state)).toEqual(["running", "ready", "not-started"]);
  });

  test("lets go what was released, and only what was held", () => {
    const twice = scheduleOf(
      step("a", "acquire", "stalls"),
      step("a", "acquire", "stalls"),
      step("a", "release", "stalls"),
      step("a", "release", "light"),
      step("a", "end", "thread a"),
    );
    expect(momentAfter(twice, 2).threads[0]?.holds).toEqual(["stalls", "stalls"]);
    expect(momentAfter(twice, 5).threads[0]).toMatchObject({ holds: ["stalls"], state: "ended" });
  });

  test("finds the circle of a deadlock, and none before it or without it", () => {
    expect(circleOf(momentAfter(deadlock, 8)).map(({ name }) => name)).toEqual(["clerk-1", "clerk-2"]);
    expect(circleOf(momentAfter(deadlock, 7))).toEqual([]);
    expect(circleOf(momentAfter(scheduleOf(step("a", "wait", "nobody's lock")), 1))).toEqual([]);
    const itself = scheduleOf(step("a", "acquire", "lock"), step("a", "wait", "lock"));
    expect(circleOf(momentAfter(itself, 2)).map(({ name }) => name)).toEqual(["a"]);
  });
});

test("what a thread was at is drawn in stretches", () => {
  expect(stretchesOf(deadlock).get("clerk-2")).toEqual([
    { state: "not-started", from: 0, to: 1 },
    { state: "ready", from: 2, to: 3 },
    { state: "running", from: 4, to: 5 },
    { state: "waiting", from: 6, to: 7 },
  ]);
});

test("a thread that was started and never moved is there, after the others", () => {
  expect(threadsIn(scheduleOf(step("main", "start", "late"), step("other", "read", "x", 1)))).toEqual([
    "main",
    "other",
    "late",
  ]);
});

test("begins at the last step that tells something, says who waits for whom, and draws the circle with its text", () => {
  const html = renderToStaticMarkup(<ScheduleTimeline schedule={deadlock} caption="Stuck" labels={labels} />);

  expect(html).toContain('aria-valuetext="Step 8 of 8"');
  expect(html).toContain("waits for Account#2.lock, held by clerk-2");
  expect(html).toContain("waits for clerk-1<");
  expect(html).toMatch(
    /<svg class="ls-wait-graph"[^>]*aria-label="clerk-1 waits for Account#2.lock, held by clerk-2\. clerk-2/,
  );
  expect(html.match(/<tr[^>]*aria-current="step"/g)).toHaveLength(1);
});

test("puts between names and sentences what the language puts there", () => {
  const schedule = scheduleOf(
    step("a", "acquire", "left"),
    step("a", "acquire", "right"),
    step("b", "acquire", "other"),
    step("a", "wait", "other"),
    step("b", "wait", "left"),
  );
  const separator = { names: "、", sentences: "；" };
  const html = renderToStaticMarkup(
    <ScheduleTimeline schedule={schedule} caption="" labels={{ ...labels, separator }} />,
  );

  expect(html).toContain("holds left、right<");
  expect(html).toContain("held by b；b waits for left");
});

test("draws a thread that waits for itself as a loop, with numbers that can be drawn", () => {
  const schedule = scheduleOf(step("a", "acquire", "lock"), step("a", "wait", "lock"));
  const html = renderToStaticMarkup(<ScheduleTimeline schedule={schedule} caption="" labels={labels} />);
  const [graph = ""] = /<svg class="ls-wait-graph".*?<\/svg>/s.exec(html) ?? [];

  expect(graph).toContain("ls-wait-graph__edge");
  expect(graph).not.toContain("NaN");
  expect(graph).not.toContain("Infinity");
});

test("draws no circle where everybody can go on", () => {
  const calm = scheduleOf(step("a", "read", "x", 1));
  expect(renderToStaticMarkup(<ScheduleTimeline schedule={calm} caption="" labels={labels} />)).not.toContain(
    "ls-wait-graph",
  );
});

const linkedAt = (firstStep: number) =>
  renderToStaticMarkup(
    <ScheduleTimeline
      schedule={{ ...deadlock, truncated: 10 }}
      caption=""
      labels={labels}
      firstStep={firstStep}
      renderLink={(at) => <a href={`?step=${at}`}>here</a>}
    />,
  );

test("begins at the step that a link leads to, and links to the one that is shown", () => {
  expect(linkedAt(12)).toContain('href="?step=12"');
  expect(linkedAt(12)).toContain('value="2"');
  for (const nowhere of [0, 10, 19, Number.NaN]) expect(linkedAt(nowhere)).toContain('href="?step=18"');
});

const valuesOf = (html: string) => Array.from(html.matchAll(/<dt>(.*?)<\/dt>/g), ([, on]) => on);

test("begins at the last step of the reader's own code, and leaves out what only the tests touch", () => {
  const at = { file: "jar.ts", line: 7 };
  const taking = scheduleOf(
    { ...step("child-1", "read", "Jar.sweets", 10), at },
    { ...step("child-1", "write", "Jar.sweets", 9), at },
    step("child-1", "write", "Diary.takings", 1),
    step("main", "read", "Diary.takings", 1),
    step("main", "read", "Diary.lowest", 9),
  );
  const draw = (firstStep?: number) =>
    renderToStaticMarkup(<ScheduleTimeline schedule={taking} caption="" labels={labels} firstStep={firstStep} />);

  expect(draw()).toContain('aria-valuetext="Step 2 of 5"');
  expect(valuesOf(draw(5))).toEqual(["Jar.sweets", "Diary.lowest"]);
});

test("begins before the last thread looks at what came of it, where nobody knows whose steps are whose", () => {
  const sampled = scheduleOf(
    step("main", "start", "child-1"),
    step("child-1", "write", "Jar.sweets", 9),
    step("child-1", "end", "thread child-1"),
    step("main", "join", "child-1"),
    step("main", "read", "Jar.sweets", 9),
    step("main", "end", "thread main"),
  );
  const html = renderToStaticMarkup(<ScheduleTimeline schedule={sampled} caption="" labels={labels} />);

  expect(html).toContain('aria-valuetext="Step 2 of 6"');
});
