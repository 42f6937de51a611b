import type { ProgressEvent } from "@lockstep/contracts";
import { expect, test } from "vitest";
import { type Followed, follow, notYet } from "../src/grading/grading-view.ts";

const begun: Followed = { submissionId: "one", lastEventId: null, view: notYet };
const title = { en: "A case", "zh-CN": "一个用例" };
const events: readonly { id: string; event: ProgressEvent }[] = [
  { id: "8", event: { kind: "started", runner: "one", attempt: 1 } },
  { id: "9", event: { kind: "planned", cases: [{ id: "a", title, visibility: "visible" }] } },
  { id: "10", event: { kind: "case-started", id: "a" } },
];

test("an event that comes again, or an older one, changes nothing", () => {
  const once = follow(begun, events);
  expect(once).toMatchObject({ lastEventId: "10", view: { phase: "running" } });
  expect(follow(once, events)).toEqual(once);
});

test("ids are compared as numbers", () => {
  const [started, , caseStarted] = events;
  if (started === undefined || caseStarted === undefined) throw new Error("There are three events.");
  expect(follow(follow(begun, [started]), [caseStarted]).lastEventId).toBe("10");
  expect(follow(follow(begun, [caseStarted]), [started]).lastEventId).toBe("10");
});

test("what a busy machine could not measure waits again, without a result, until the verdict", () => {
  const again: ProgressEvent = { kind: "measuring-again", time: 1, cases: ["a"] };
  const { view } = follow(follow(begun, events), [{ id: "11", event: again }]);
  expect(view).toMatchObject({ phase: "queued", measuringAgain: 1, verdict: null, retryingAttempt: null });
  expect(view.cases).toMatchObject([{ id: "a", state: "waiting", result: null }]);
});

test("what a runner gave back waits again, as if nobody had begun with it", () => {
  const { view } = follow(follow(begun, events), [{ id: "11", event: { kind: "queued" } }]);
  expect(view).toMatchObject({ phase: "queued", retryingAttempt: null, verdict: null });
  expect(view.cases).toMatchObject([{ id: "a", state: "waiting", result: null }]);
});

test.each([
  { kind: "cancelled" },
  {
    kind: "verdict",
    verdict: "internal-error",
    reason: null,
    decidingCase: null,
    points: 0,
    pointsMax: 1,
    compileErrors: [],
    output: { stdout: "", stderr: "", truncated: false },
  },
] satisfies ProgressEvent[])("after the end ($kind) no case is said to run or to wait", (end) => {
  const { view } = follow(follow(begun, events), [{ id: "11", event: end }]);
  expect(view.cases).toMatchObject([{ id: "a", state: "not-judged", result: null }]);
});
