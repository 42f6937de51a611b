import type { TestRun } from "./test-lanes.ts";
import type { TestRow } from "./test-report.ts";
import { repositoryRoot } from "./paths.ts";

/** When more have failed, it was no accident. */
const FAILED_MAX = 2;

/**
 * Whether failed tests of this package may be tried once more. That holds for what starts whole sites: tools, and whatever
 * is tested around a database. There a busy machine can upset a test in ways that its author did not foresee. It never
 * holds for the wall, verdicts and primitives: an attack that succeeds once has succeeded.
 */
export function hasSecondTry({ workspace, script }: TestRun, { failed, passed, trouble }: TestRow): boolean {
  const isTool = workspace.folder.startsWith(`${repositoryRoot}/tools/`);
  const aroundDatabase = workspace.scripts.get(script)?.startsWith("with-db ") ?? false;
  return (isTool || aroundDatabase) && trouble === null && passed > 0 && failed > 0 && failed <= FAILED_MAX;
}

/** What a package's run comes to when the files with its failures were run again. */
export function afterSecondTry(first: TestRow, again: TestRow): TestRow {
  const ended = again.failed === 0 && again.trouble === null && again.passed >= first.failed;
  const took = {
    wallTimeMs: first.wallTimeMs + again.wallTimeMs,
    cpuTimeMs: first.cpuTimeMs === null || again.cpuTimeMs === null ? null : first.cpuTimeMs + again.cpuTimeMs,
  };
  return ended
    ? {
        ...first,
        ...took,
        passed: first.passed + first.failed,
        failed: 0,
        trouble: `${first.failed} at the second try`,
      }
    : { ...first, ...took, trouble: "failed twice" };
}
