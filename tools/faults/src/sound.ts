import { expect } from "vitest";
import type { Site } from "./site.ts";

/** What must have become of a submission, whatever was killed meanwhile. */
export interface Expected {
  readonly verdict: string;
  readonly points: number;
  readonly cases: readonly string[];
}

/** Submissions of the tiny exercise. Two right for one wrong, and the cheap ones the most: what is measured here is not grading. */
export const kinds = [
  { solution: "accepted/forty-two", purpose: "submit", verdict: "accepted", points: 2, cases: ["seen", "unseen"] },
  { solution: "accepted/forty-two", purpose: "program", verdict: "accepted", points: 0, cases: [] },
  { solution: "wrong-answer/forty-one", purpose: "run", verdict: "wrong-answer", points: 0, cases: ["seen"] },
  { solution: "wrong-answer/forty-one", purpose: "program", verdict: "accepted", points: 0, cases: [] },
] as const;

/** Demands exactly one verdict, the right one; cases of the run that gave it; progress that is complete and in order. */
export async function expectSound(site: Site, id: string, expected: Expected): Promise<void> {
  const { verdict, points, verdicts, runs, cases, progress } = await site.stored(id);
  const asked = { id, verdict: expected.verdict, points: expected.points, verdicts: 1, internal: null };
  const internal = Object(verdicts[0]?.report).internal ?? null; // why it failed on our side, if it did
  expect({ id, verdict, points, verdicts: verdicts.length, internal }).toEqual(asked);
  const kept = runs.filter(({ state }) => state === "done");
  expect(kept.map((run) => run.id)).toEqual([verdicts[0]?.runId]);
  expect(runs.map(({ attempt }) => attempt)).toEqual(runs.map((_, i) => i + 1));
  expect(cases.filter(({ runId }) => runId === kept[0]?.id).map(({ caseId }) => caseId)).toEqual(expected.cases);
  const events = progress.map(({ kind }) => kind);
  const last = events.lastIndexOf("started");
  expect(events[0]).toBe("queued");
  expect(events.filter((kind) => kind === "verdict")).toHaveLength(1);
  expect(progress.flatMap((event) => (event.kind === "started" ? [event.attempt] : []))).toEqual(
    runs.map(({ attempt }) => attempt),
  );
  const judged = expected.cases.flatMap(() => ["case-started", "case-finished"]);
  const planned = expected.cases.length > 0 ? ["planned"] : [];
  expect(events.slice(last)).toEqual(["started", ...planned, ...judged, "verdict"]);
}
