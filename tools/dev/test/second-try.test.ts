import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { failedFilesIn } from "../src/failed-tests.ts";
import { afterSecondTry, hasSecondTry } from "../src/second-try.ts";
import { BROWSER_TESTS } from "../src/test-lanes.ts";
import { rowOf } from "../src/test-report.ts";
import { readWorkspaces } from "../src/workspaces.ts";

const counts = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });

describe("a second try", () => {
  const all = readWorkspaces();
  const mayTry = (name: string, script = "test", row = rowOf(name, 1, 1, counts(50, 1))) => {
    const workspace = all.find((one) => one.name === `@lockstep/${name}`);
    if (workspace === undefined) throw new Error(`There is no package ${name}.`);
    return hasSecondTry({ workspace, script }, row);
  };

  test.each(["dev", "faults", "jobs", "runner", "api"])("is given to %s, which starts whole sites", (name) => {
    expect(mayTry(name)).toBe(true);
  });

  test("is given to tests in a browser", () => {
    expect(mayTry("web", BROWSER_TESTS)).toBe(true);
  });

  test.each(["sandbox", "judge", "realm", "cli", "measure", "interleave", "sync", "queue", "futures"])(
    "is not given to %s: what fails once there has failed",
    (name) => {
      expect(mayTry(name)).toBe(false);
    },
  );

  test.each([
    { what: "nothing failed", row: rowOf("dev", 1, 0, counts(50)) },
    { what: "many failed", row: rowOf("dev", 1, 1, counts(50, 3)) },
    { what: "nothing passed", row: rowOf("dev", 1, 1, counts(0, 1)) },
    { what: "it failed outside of any test", row: rowOf("dev", 1, 1, counts(50)) },
    { what: "there is no report", row: rowOf("dev", 1, 1, null) },
  ])("is not given where $what", ({ row }) => {
    expect(mayTry("dev", "test", row)).toBe(false);
  });

  const first = rowOf("dev", 1000, 1, counts(50, 1), 10);

  test("that passes is told in the table", () => {
    expect(afterSecondTry(first, rowOf("dev", 500, 0, counts(4), 5))).toEqual({
      ...first,
      ...counts(51),
      wallTimeMs: 1500,
      cpuTimeMs: 15,
      trouble: "1 at the second try",
    });
  });

  test.each([
    { what: "fails again", again: rowOf("dev", 1, 1, counts(3, 1)) },
    { what: "finds no test", again: rowOf("dev", 1, 0, counts(0)) },
    { what: "dies", again: rowOf("dev", 1, 139, null) },
  ])("that $what leaves the failure", ({ again }) => {
    expect(afterSecondTry(first, again)).toMatchObject({ passed: 50, failed: 1, trouble: "failed twice" });
  });
});

test("the files of failed tests are told once each, also one that could not be read", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "report.json");
  const failed = { status: "failed", fullName: "x", failureMessages: ["no"] };
  const testResults = [
    { name: "/a.test.ts", status: "failed", assertionResults: [failed, { status: "passed" }, failed] },
    { name: "/b.test.ts", status: "passed", assertionResults: [{ status: "passed" }] },
    { name: "/c.test.ts", status: "failed", assertionResults: [], message: "Cannot find module" },
  ];
  writeFileSync(file, JSON.stringify({ testResults }));

  expect(failedFilesIn(file)).toEqual(["/a.test.ts", "/c.test.ts"]);
});
