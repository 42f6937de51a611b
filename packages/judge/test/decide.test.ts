import type { CaseResult, Verdict } from "@lockstep/contracts";
import { expect, test } from "vitest";
import { decide } from "../src/verdict.ts";

const result = (id: string, verdict: Verdict, points = 0): CaseResult => ({
  id,
  title: { en: id, "zh-CN": id },
  visibility: "hidden",
  verdict,
  reason: null,
  points,
  pointsMax: 2,
  feedback: null,
  seen: null,
  schedule: null,
  section: null,
  remark: null,
  timing: null,
  sampled: null,
  threadRounds: null,
  rounds: 1,
  wallTimeMs: 1,
  cpuTimeMs: null,
  memoryBytesMax: null,
});

test("accepts when every case is accepted", () => {
  expect(decide([result("a", "accepted", 2), result("b", "accepted", 2)])).toMatchObject({
    verdict: "accepted",
    decidingCase: null,
    points: 4,
    pointsMax: 4,
  });
});

test("never accepts when nothing was run", () => {
  expect(decide([]).verdict).toBe("internal-error");
});

test("lets the first case that failed decide", () => {
  expect(decide([result("a", "accepted", 2), result("b", "wrong-answer"), result("c", "runtime-error")])).toMatchObject(
    { verdict: "wrong-answer", decidingCase: "b", points: 2 },
  );
});

test("puts a failure of ours before everything, and counts nothing then", () => {
  expect(
    decide([result("a", "accepted", 2), result("b", "wrong-answer"), result("c", "internal-error")]),
  ).toMatchObject({ verdict: "internal-error", decidingCase: "c", points: 0 });
});
