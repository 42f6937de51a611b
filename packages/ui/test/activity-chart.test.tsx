import type { ThreadActivity, Timing } from "@lockstep/contracts";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ActivityChart, type ActivityLabels } from "../src/index.ts";
import { stretchesOf } from "../src/activity-chart.tsx";

const labels: ActivityLabels = {
  activity: {
    running: "runs",
    ready: "is ready",
    lock: "waits for a lock",
    signal: "waits",
    join: "joins",
    sleep: "sleeps",
  },
  share: (activity, percent) => `${activity} ${percent} %`,
  separator: ", ",
  more: (threads) => `${threads} more`,
};
const spent = { running: 0, ready: 0, lock: 0, signal: 0, join: 0, sleep: 0 };
const parts = (...list: readonly [ThreadActivity | null, number][]) =>
  list.flatMap(([activity, count]) => Array.from({ length: count }, () => activity));

const timing: Timing = {
  cores: 2,
  workTicks: 100,
  timeTicks: 100,
  spunTicks: 0,
  inFlight: [],
  threads: [
    { name: "worker-1", spent: { ...spent, running: 100 }, timeline: parts(["running", 60]) },
    {
      name: "worker-2",
      spent: { ...spent, running: 40, lock: 60 },

      timeline: parts([null, 6], ["lock", 30], ["running", 20], [null, 4]),
    },
  ],
};

test("equal neighbours are one stretch, and nothing is drawn where a thread is not there", () => {
  expect(stretchesOf(parts([null, 2], ["lock", 3], ["running", 1]))).toEqual([
    { activity: null, from: 0, parts: 2 },
    { activity: "lock", from: 2, parts: 3 },
    { activity: "running", from: 5, parts: 1 },
  ]);
});

test.each([
  [
    ["main", "thread (share)", "thread (share)"],
    ["main", "thread (share) #1", "thread (share) #2"],
  ],
  // A thread that is called like a number of ours keeps its name.
  [
    ["t", "t", "t #1"],
    ["t #2", "t #3", "t #1"],
  ],
  [
    ["t #2", "t", "t #2", "t"],
    ["t #2 #1", "t #1", "t #2 #2", "t #3"],
  ],
])("numbers threads that share a name, so that all can be told apart: %j", (names, told) => {
  const [one] = timing.threads;
  if (one === undefined) throw new Error("There are two threads.");
  const threads = names.map((name) => ({ ...one, name }));
  const html = renderToStaticMarkup(
    <ActivityChart timing={{ ...timing, threads }} caption="On 2 cores" labels={labels} />,
  );

  expect([...html.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, name]) => name)).toEqual(told);
});

test("draws a row for each thread, and says its shares for those who listen", () => {
  const html = renderToStaticMarkup(<ActivityChart timing={timing} caption="On 2 cores" labels={labels} />);

  expect(html.match(/<rect[^>]*>/g)).toHaveLength(3);
  expect(html).toContain('x="6" width="30" height="1" data-activity="lock"');
  expect(html).toContain("waits for a lock 60 %, runs 40 %");
  expect(html).toContain("runs 100 %");
  expect(html).not.toContain("sleeps");
});

test.each([
  [13, 13, null],
  [14, 12, "2 more"],
  [64, 12, "52 more"],
])("of %i threads, shows %i at once and folds the others", (count, shown, more) => {
  const threads = Array.from({ length: count }, (_, i) => ({ name: `t-${i}`, spent, timeline: parts(["running", 1]) }));
  const html = renderToStaticMarkup(<ActivityChart timing={{ ...timing, threads }} caption="" labels={labels} />);
  const [open = "", folded = ""] = html.split("<details");

  expect(open.match(/<dt>/g)).toHaveLength(shown);
  expect(folded.match(/<dt>/g) ?? []).toHaveLength(count - shown);
  expect(/<summary>(.*?)<\/summary>/.exec(folded)?.[1] ?? null).toBe(more);
});
