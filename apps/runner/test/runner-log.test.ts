import { expect, test } from "vitest";
import { GradingFailedError } from "../src/grade-job.ts";
import { failureCode, RunnerLog } from "../src/runner-log.ts";

test("one JSON object a line, with the submission, the attempt, the phase and the runner", () => {
  const lines: string[] = [];
  const log = new RunnerLog("json", "r-1", (line) => lines.push(line));

  log.phase({ submission: "s", attempt: 2, phase: "judging" });
  log.say("ready\nfor more");

  expect(lines.every((line) => !line.includes("\n"))).toBe(true);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { event: "phase", runner: "r-1", submission: "s", attempt: 2, phase: "judging", at: expect.any(String) },
    { event: "said", runner: "r-1", text: "ready\nfor more" },
  ]);
});

test("a failure is logged by its code: its message may quote what a student's program printed", () => {
  expect(failureCode(new GradingFailedError("the student's text"))).toBe("grading-failed");
  expect(failureCode(new TypeError("the student's text"))).toBe("TypeError");
  expect(failureCode("the student's text")).toBe("unknown");
});
