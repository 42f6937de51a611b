import { readFileSync } from "node:fs";

/** How many tests of one package ended how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Skipped and "to do": they prove nothing and are shown. */
  readonly skipped: number;
}

/** One row of the summary. */
export interface TestRow extends TestCounts {
  readonly name: string;
  readonly wallTimeMs: number;
  /** Of all its processes that were waited for; null where it isn't known. */
  readonly cpuTimeMs: number | null;
  /** What is wrong beside failed tests, such as a process that died; null where nothing is. */
  readonly trouble: string | null;
}

/** Reads the report of vitest's reporter `json`; null where there is none, or it is not whole. */
export function readVitestReport(file: string): TestCounts | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null) return null;
    if (!("numPassedTests" in value && "numFailedTests" in value && "numTotalTests" in value)) return null;
    const passed = Number(value.numPassedTests);
    const failed = Number(value.numFailedTests);
    const skipped = Number(value.numTotalTests) - passed - failed;
    return [passed, failed, skipped].every((count) => Number.isInteger(count) && count >= 0)
      ? { passed, failed, skipped }
      : null;
  } catch {
    return null;
  }
}

/**
 * Judges one package's run. Whatever is not clearly good counts as one failure: no report, no test at all, or a command that
 * failed although no test did (an error outside of any test).
 */
export function rowOf(
  name: string,
  wallTimeMs: number,
  code: number,
  counts: TestCounts | null,
  cpuTimeMs: number | null = null,
): TestRow {
  if (counts === null)
    return { name, wallTimeMs, cpuTimeMs, passed: 0, failed: 1, skipped: 0, trouble: `no report, code ${code}` };
  if (code !== 0 && counts.failed === 0)
    return { ...counts, name, wallTimeMs, cpuTimeMs, failed: 1, trouble: `failed outside of any test, code ${code}` };
  if (counts.passed + counts.failed === 0)
    return { ...counts, name, wallTimeMs, cpuTimeMs, failed: 1, trouble: "no test was run" };
  return { ...counts, name, wallTimeMs, cpuTimeMs, trouble: null };
}

/** Whether a process died while tests ran: none failed, some passed, and others never ended. */
export function diedBesideTests({ passed, skipped, trouble }: TestRow): boolean {
  return trouble !== null && passed > 0 && skipped > 0;
}

/** CPU time in what the shell's `times` says of its children; null where it says nothing. */
export function cpuTimeIn(times: string): number | null {
  const children = times.trim().split("\n")[1] ?? "";
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  return parts.length === 2 ? parts.reduce((sum, part) => sum + part, 0) * 1000 : null;
}

/** The table, and as its last line `N passed, N failed`. */
export function summaryText(rows: readonly TestRow[]): string {
  const width = Math.max(7, ...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, passed, failed, skipped, wallTimeMs, cpuTimeMs, trouble }) => {
    const times = [wallTimeMs, cpuTimeMs].map((time) => (time === null ? "–" : `${(time / 1000).toFixed(1)} s`));
    return `${name.padEnd(width)}${cells([passed, failed, skipped, ...times])}${trouble ? `   ${trouble}` : ""}`;
  });
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const header = `${"package".padEnd(width)}${cells(["passed", "failed", "skipped", "time", "cpu"])}`;
  return ["", header, ...lines, "", `${passed} passed, ${failed} failed`].join("\n");
}

function cells(values: readonly (string | number)[]): string {
  return values.map((value) => String(value).padStart(8)).join("");
}
