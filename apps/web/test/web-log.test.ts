import { expect, test } from "vitest";
import { accountAction, WebLog } from "../src/server/web-log.ts";

const ended = { procedure: "student.submit", code: "ok", submission: "s", wallTimeMs: 12.3, failure: null } as const;

test("one JSON object a line, under the submission's id as in the runner's log", () => {
  const lines: string[] = [];
  const log = new WebLog("json", (line) => lines.push(line));

  log.procedure(ended);
  log.failed("Opening", "Error ECONNREFUSED | at a\nat b");

  expect(lines.every((line) => !line.includes("\n"))).toBe(true);
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { at: expect.any(String), event: "procedure", ...ended, wallTimeMs: 12 },
    { at: expect.any(String), event: "failed", what: "Opening", failure: "Error ECONNREFUSED | at a\nat b" },
  ]);
});

test("people are told of failures only", () => {
  const lines: string[] = [];
  const log = new WebLog("text", (line) => lines.push(line));

  log.procedure(ended);
  log.procedure({ ...ended, code: "internal", failure: "TypeError | at a" });

  expect(lines).toEqual(["Procedure student.submit failed: TypeError | at a"]);
});

test("a request about an account is told by what it was and how it ended, and by nothing of whose it was", () => {
  const lines: string[] = [];
  const action = accountAction("http://localhost/api/auth/sign-in/email?email=ann@example.org");
  const answered = { action, status: 401, wallTimeMs: 3.2 };

  new WebLog("json", (line) => lines.push(line)).account(answered);
  new WebLog("text", (line) => lines.push(line)).account(answered);
  new WebLog("text", (line) => lines.push(line)).account({ ...answered, status: 500 });

  expect(lines).toEqual([expect.any(String), "Account request sign-in/email failed: 500"]);
  expect(JSON.parse(lines[0] ?? "")).toEqual({ ...answered, at: expect.any(String), event: "account", wallTimeMs: 3 });
  expect(accountAction("http://localhost/api/auth/reset-password/AbC123")).toBe("reset-password/…");
});
