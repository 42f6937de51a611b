// `pnpm test [package …]`: everything, one after another, nothing cached. The last line is `N passed, N failed`.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEditorStale, rememberEditor } from "./editor-bundle.ts";
import { searchPath } from "./paths.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { ensureSystemPackages, missingText } from "./system.ts";
import { diedBesideTests, readVitestReport, rowOf, summaryText, type TestRow } from "./test-report.ts";
import { startWatchdog } from "./watchdog.ts";
import { readWorkspaces, selectWorkspaces, withUsed, type Workspace } from "./workspaces.ts";

const GRACE_MS = 8_000;
const BROWSER_TESTS = "test:e2e";

const watchdog = startWatchdog();
const reports = mkdtempSync(join(tmpdir(), "lockstep-test-"));
watchdog.remove(reports);
let group: ProcessGroup | undefined;
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    stopping = true;
    void group?.stop(GRACE_MS);
  });
}

async function run(folder: string, command: string): Promise<number> {
  const env = { ...process.env, PATH: searchPath(folder), NEXT_TELEMETRY_DISABLED: "1", TURBO_TELEMETRY_DISABLED: "1" };
  group = startGroup({ file: "sh", args: ["-c", command], cwd: folder, env, stdio: "inherit", watchdog });
  const code = await group.ended;
  await group.stop(GRACE_MS);
  return code;
}

/**
 * A package whose tests all passed although a process died (Node itself now and then dies of a segmentation fault
 * while workers start and end) is run once more, and the table says so. A failed test is never tried again.
 */
async function runTests(workspace: Workspace, script: string): Promise<TestRow> {
  const row = await runOnce(workspace, script);
  if (!diedBesideTests(row) || stopping) return row;
  console.log(`\n${row.name}: a process died beside the tests, none of which failed. Once more.`);
  const again = await runOnce(workspace, script);
  return again.trouble === null ? { ...again, trouble: "a process died in the first run; this is the second" } : again;
}

/** A test script ends with a call of vitest; what is appended are vitest's own arguments. */
async function runOnce(workspace: Workspace, script: string): Promise<TestRow> {
  const name = workspace.name.replace("@lockstep/", "") + (script === BROWSER_TESTS ? " (browser)" : "");
  const report = join(reports, `${name.replaceAll(/\W/g, "-")}.json`);
  console.log(`\n━━ ${name} ${"━".repeat(Math.max(0, 60 - name.length))}`);
  const beganMs = performance.now();
  const reporters = `--reporter=default --reporter=json --outputFile.json='${report}'`;
  const code = await run(workspace.folder, `${workspace.scripts.get(script)} ${reporters}`);
  return rowOf(name, performance.now() - beganMs, code, readVitestReport(report));
}

async function prepare(workspaces: readonly Workspace[], withBrowser: boolean): Promise<void> {
  const states = ensureSystemPackages(withBrowser ? ["bubblewrap", "chromium"] : ["bubblewrap"]);
  process.stdout.write(missingText(states));
  for (const workspace of workspaces) {
    const generate = workspace.scripts.get("generate");
    if (generate && (await run(workspace.folder, generate)) !== 0)
      throw new Error(`${workspace.name}: ${generate} failed.`);
  }
  const editor = workspaces.find(({ scripts }) => scripts.has("editor"));
  if (withBrowser && editor && isEditorStale()) {
    const code = await run(editor.folder, editor.scripts.get("editor") ?? "");
    if (code === 0) rememberEditor();
  }
}

/** A package that has no test file yet is named, and not run. */
function hasTests(workspace: Workspace, script: string): boolean {
  if (!workspace.scripts.has(script)) return false;
  const folder = join(workspace.folder, script === BROWSER_TESTS ? "e2e" : "test");
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const found = files.some((file) => /\.test\.tsx?$/.test(file));
  if (!found) console.log(`${workspace.name} has no ${script} files yet.`);
  return found;
}

const rows: TestRow[] = [];
try {
  const all = readWorkspaces();
  const chosen = selectWorkspaces(
    all,
    process.argv.slice(2).filter((word) => word !== "--"),
  );
  const tested = chosen.filter((workspace) => hasTests(workspace, "test"));
  const inBrowser = chosen.filter((workspace) => hasTests(workspace, BROWSER_TESTS));
  if (tested.length + inBrowser.length === 0) throw new RangeError("None of these packages has tests.");
  await prepare(withUsed(all, chosen), inBrowser.length > 0);
  for (const workspace of tested) if (!stopping) rows.push(await runTests(workspace, "test"));
  for (const workspace of inBrowser) if (!stopping) rows.push(await runTests(workspace, BROWSER_TESTS));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  rows.push({ name: "preparation", wallTimeMs: 0, passed: 0, failed: 1, skipped: 0, trouble: "see above" });
} finally {
  rmSync(reports, { recursive: true, force: true });
  watchdog.dismiss();
}
if (stopping) rows.push({ name: "the rest", wallTimeMs: 0, passed: 0, failed: 1, skipped: 0, trouble: "stopped" });
console.log(summaryText(rows));
process.exitCode = rows.some(({ failed }) => failed > 0) ? 1 : 0;
