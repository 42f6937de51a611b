import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { failuresText } from "../src/failed-tests.ts";
import { cpuTimeIn, diedBesideTests, readVitestReport, rowOf, summaryText } from "../src/test-report.ts";
import { fileTimesIn, slowFilesText } from "../src/slow-files.ts";
import { openFolder, start } from "./command.ts";

const counts = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

describe("a package's run", () => {
  test.each([
    { what: "ended without a report", code: 137, counts: null, trouble: "no report, code 137" },
    { what: "ended well without a report", code: 0, counts: null, trouble: "no report, code 0" },
    { what: "failed outside of any test", code: 1, counts: counts(9), trouble: "failed outside of any test, code 1" },
    { what: "ran no test", code: 0, counts: counts(0), trouble: "no test was run" },
    { what: "skipped every test", code: 0, counts: counts(0, 0, 4), trouble: "no test was run" },
  ])("that $what counts as one failure", ({ code, counts: seen, trouble }) => {
    expect(rowOf("memory", 1, code, seen)).toMatchObject({ failed: 1, trouble });
  });

  test("with failed tests counts as many, without further trouble", () => {
    expect(rowOf("memory", 1, 1, counts(5, 2))).toMatchObject({ passed: 5, failed: 2, trouble: null });
  });
});

describe("a process that died beside the tests", () => {
  test.each([
    { what: "tests passed and others never ended", row: rowOf("sync", 1, 1, counts(73, 0, 33)), died: true },
    { what: "a test failed too", row: rowOf("sync", 1, 1, counts(73, 1, 32)), died: false },
    { what: "every test ended", row: rowOf("sync", 1, 1, counts(106)), died: false },
    { what: "tests were skipped, and all is well", row: rowOf("sync", 1, 0, counts(73, 0, 33)), died: false },
    { what: "there is no report", row: rowOf("sync", 1, 139, null), died: false },
  ])("is told: $what", ({ row, died }) => {
    expect(diedBesideTests(row)).toBe(died);
  });
});

describe("the summary", () => {
  test("ends with the sums as `N passed, N failed`", () => {
    const rows = [
      rowOf("memory", 1200, 0, counts(12), 2500),
      rowOf("sync", 1, 1, counts(7, 2)),
      rowOf("db", 1, 1, null),
    ];

    const text = summaryText(rows);

    expect(lastLine(text)).toBe("19 passed, 3 failed");
    expect(text).toMatch(/^memory +12 +0 +0 +1\.2 s +2\.5 s$/m);
    expect(text).toMatch(/^sync .* 0\.0 s +–$/m);
    expect(text).toMatch(/^db .*no report, code 1$/m);
  });

  test("of nothing is zero", () => {
    expect(lastLine(summaryText([]))).toBe("0 passed, 0 failed");
  });
});

test.each([
  { times: "0m0.01s 0m0.02s\n1m2.50s 0m3.25s\n", cpuTimeMs: 65_750 },
  { times: "0m0.010000s 0m0.020000s\n0m0.470000s 0m0.030000s", cpuTimeMs: 500 },
  { times: "", cpuTimeMs: null },
])("CPU time is read from what the shell says of its children: $cpuTimeMs", ({ times, cpuTimeMs }) => {
  expect(cpuTimeIn(times)).toBe(cpuTimeMs);
});

describe("a report of vitest", () => {
  test.each([
    { what: "whole", text: '{"numPassedTests":3,"numFailedTests":1,"numTotalTests":6}', read: counts(3, 1, 2) },
    { what: "cut off", text: '{"numPassedTests":3,"numFai', read: null },
    { what: "without a sum", text: '{"numPassedTests":3,"numFailedTests":1}', read: null },
    { what: "with sums that can't be", text: '{"numPassedTests":3,"numFailedTests":1,"numTotalTests":2}', read: null },
    { what: "something else", text: "[]", read: null },
  ])("that is $what is read as it is, or not at all", ({ text, read }) => {
    using folder = openFolder();
    const file = join(folder.path, "report.json");
    writeFileSync(file, text);

    expect(readVitestReport(file)).toEqual(read);
  });

  test("that is not there is not read", () => {
    expect(readVitestReport("/nowhere/report.json")).toBeNull();
  });
});

describe("`test`", () => {
  test("with the name of a package runs its tests, and ends with the sum", async () => {
    using command = start("test.ts", ["env"]);

    expect(await command.ended).toBe(0);
    expect(lastLine(command.said())).toMatch(/^[1-9]\d* passed, 0 failed$/);
  });

  test("with a name that nobody bears says which there are, and fails", async () => {
    using command = start("test.ts", ["enviroment"]);

    expect(await command.ended).toBe(1);
    expect(command.said()).toMatch(/There is no package "enviroment"\. There are: .*\benv\b/);
    expect(lastLine(command.said())).toBe("0 passed, 1 failed");
  });

  test("that is interrupted does not count as good", async () => {
    using command = start("test.ts", ["env"]);
    await command.says(/━━ env/);
    command.interrupt();

    expect(await command.ended).toBe(1);
    expect(lastLine(command.said())).toMatch(/^\d+ passed, [1-9]\d* failed$/);
  });
});

function reportOf(testResults: unknown) {
  const folder = openFolder();
  const file = join(folder.path, "report.json");
  writeFileSync(file, JSON.stringify({ testResults }));
  return { file, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe("what failed", () => {
  test("is told once more with its message, and what passed is not", () => {
    using written = reportOf([
      {
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "a lock locks", failureMessages: [] },
          { status: "failed", fullName: "a lock opens", failureMessages: ["\u001B[31mexpected 1\u001B[39m\nto be 2"] },
        ],
      },
    ]);

    expect(failuresText("sync", written.file)).toBe("✗ sync: a lock opens\n    expected 1\n    to be 2\n");
  });

  test("may be a file that could not be read", () => {
    using written = reportOf([
      { status: "failed", name: "lock.test.ts", message: "no such module", assertionResults: [] },
    ]);

    expect(failuresText("sync", written.file)).toBe("✗ sync: lock.test.ts\n    no such module\n");
  });

  test("is nothing where there is no report", () => {
    expect(failuresText("sync", "/nowhere.json")).toBe("");
  });
});

describe("the slowest files", () => {
  test("are told slowest first, with their package, and the quick ones are left out", () => {
    const times = [
      { package: "sync", file: "test/quick.test.ts", wallTimeMs: 900 },
      { package: "sync", file: "test/slow.test.ts", wallTimeMs: 12_340 },
      { package: "cli", file: "test/slower.test.ts", wallTimeMs: 254_000 },
    ];

    expect(slowFilesText(times)).toBe(
      "\nslowest files\n   254.0 s  cli  test/slower.test.ts\n    12.3 s  sync  test/slow.test.ts",
    );
    expect(slowFilesText(times.slice(0, 1))).toBe("");
  });

  test("are known to vitest with what comes before their first test", () => {
    using folder = openFolder();
    const tests = join(folder.path, "waits.test.ts");
    writeFileSync(
      tests,
      `import { beforeAll, test } from "vitest";
       beforeAll(() => new Promise((done) => setTimeout(done, 300)));
       test("nothing", () => undefined);`,
    );
    const times = join(folder.path, "times.json");
    const reporter = join(import.meta.dirname, "../src/file-times.ts");
    const env = { ...process.env, LOCKSTEP_FILE_TIMES: times };
    const args = ["run", "--root", folder.path, `--reporter=${reporter}`];
    const vitest = join(import.meta.dirname, "../node_modules/.bin/vitest");
    const { status, stdout, stderr } = spawnSync(vitest, args, { env, encoding: "utf8" });

    expect({ status, said: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
    const [only, ...more] = fileTimesIn("sync", times);
    expect({ only, more }).toMatchObject({ only: { package: "sync", file: "waits.test.ts" }, more: [] });
    expect(only?.wallTimeMs).toBeGreaterThanOrEqual(299);
  });

  test("are none where the report is cut off, or not there", () => {
    using folder = openFolder();
    writeFileSync(join(folder.path, "times.json"), '[{"file":');

    expect(fileTimesIn("sync", join(folder.path, "times.json"))).toEqual([]);
    expect(fileTimesIn("sync", "/nowhere/times.json")).toEqual([]);
  });
});
