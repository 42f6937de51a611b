// `pnpm test [package …]`: everything, nothing cached. What needs the machine for itself runs one package after another, the
// rest beside it. The last line is `N passed, N failed`.
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { failedFilesIn, failuresText } from "./failed-tests.ts";
import { editorBundle, noteOf, remember } from "./made-thing.ts";
import { searchPath } from "./paths.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { afterSecondTry, hasSecondTry } from "./second-try.ts";
import { type FileTime, fileTimesIn, slowFilesText } from "./slow-files.ts";
import { ensureSystemPackages, missingText } from "./system.ts";
import { BROWSER_TESTS, inLane, lanesOf, SITES, type TestRun } from "./test-lanes.ts";
import { cpuTimeIn, diedBesideTests, readVitestReport, rowOf, summaryText, type TestRow } from "./test-report.ts";
import { startWatchdog } from "./watchdog.ts";
import { readWorkspaces, selectWorkspaces, withUsed, type Workspace } from "./workspaces.ts";

const GRACE_MS = 8_000;
const FILE_TIMES = join(import.meta.dirname, "file-times.ts");

const watchdog = startWatchdog();
const reports = mkdtempSync(join(tmpdir(), "lockstep-test-"));
watchdog.remove(reports);
const groups = new Set<ProcessGroup>();
const failures: string[] = [];
const fileTimes: FileTime[] = [];
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    stopping = true;
    for (const group of groups) void group.stop(GRACE_MS);
  });
}

/** @param output File that takes what the command says; absent: it is shown as it comes. */
async function run(folder: string, command: string, output?: string, more: NodeJS.ProcessEnv = {}): Promise<number> {
  const quiet = { NEXT_TELEMETRY_DISABLED: "1", TURBO_TELEMETRY_DISABLED: "1" };
  const env = { ...process.env, ...more, ...quiet, PATH: searchPath(folder) };
  const descriptor = output === undefined ? ("inherit" as const) : openSync(output, "w");
  const stdio = ["inherit", descriptor, descriptor] as const;
  const group = startGroup({ file: "sh", args: ["-c", command], cwd: folder, env, stdio: [...stdio], watchdog });
  if (typeof descriptor === "number") closeSync(descriptor);
  groups.add(group);
  const code = await group.ended;
  await group.stop(GRACE_MS);
  groups.delete(group);
  return code;
}

/**
 * A package whose tests all passed although a process died (Node itself now and then dies of a segmentation fault
 * while workers start and end) is run once more. Where a failed test may be tried again, the files with failures are.
 * The table says so in both cases.
 */
async function runTests(tests: TestRun, live: boolean): Promise<TestRow> {
  const row = await runOnce(tests, live);
  if (stopping) return row;
  if (hasSecondTry(tests, row)) {
    console.log(`\n${row.name}: ${row.failed} failed. Once more.`);
    return afterSecondTry(row, await runOnce(tests, live, failedFilesIn(reportOf(row.name, "json"))));
  }
  if (!diedBesideTests(row)) return row;
  console.log(`\n${row.name}: a process died beside the tests, none of which failed. Once more.`);
  const again = await runOnce(tests, live);
  return again.trouble === null ? { ...again, trouble: "a process died in the first run; this is the second" } : again;
}

const reportOf = (name: string, end: string) => join(reports, `${name.replaceAll(/\W/g, "-")}.${end}`);

/**
 * A test script ends with a call of vitest; what is appended are vitest's own arguments.
 * @param live Whether its output is shown as it comes; otherwise at the end, since others speak at the same time.
 * @param files Runs these files only; absent: all.
 */
async function runOnce({ workspace, script }: TestRun, live: boolean, files: readonly string[] = []): Promise<TestRow> {
  const name = workspace.name.replace("@lockstep/", "") + (script === BROWSER_TESTS ? " (browser)" : "");
  const file = (end: string) => reportOf(name, end);
  const headline = `\n━━ ${name} ${"━".repeat(Math.max(0, 60 - name.length))}`;
  console.log(live ? headline : `${name} …`);
  const beganMs = performance.now();
  const reporters = `--reporter=default --reporter=json --outputFile.json='${file("json")}' --reporter='${FILE_TIMES}'`;
  const filters = files.map((one) => `'${one}'`).join(" ");
  const command = `${workspace.scripts.get(script)} ${filters} ${reporters}; code=$?; times > '${file("times")}'; exit $code`;
  const log = live ? undefined : file("log");
  const code = await run(workspace.folder, command, log, { LOCKSTEP_FILE_TIMES: file("files") });
  if (!live) process.stdout.write(`${headline}\n${readFileSync(file("log"), "utf8")}`);
  const times = existsSync(file("times")) ? readFileSync(file("times"), "utf8") : "";
  failures.push(failuresText(name, file("json")));
  fileTimes.push(...fileTimesIn(name, file("files")));
  return rowOf(name, performance.now() - beganMs, code, readVitestReport(file("json")), cpuTimeIn(times));
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
  if (withBrowser && editor && noteOf(editorBundle) === undefined) {
    const code = await run(editor.folder, editor.scripts.get("editor") ?? "");
    if (code === 0) remember(editorBundle);
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
  const runs = [
    ...tested.map((workspace) => ({ workspace, script: "test" })),
    ...inBrowser.map((workspace) => ({ workspace, script: BROWSER_TESTS })),
  ];
  if (runs.length === 0) throw new RangeError("None of these packages has tests.");
  await prepare(withUsed(all, chosen), inBrowser.length > 0);
  // A checkout is served once at a time.
  const { promise: siteIsFree, resolve: freeSite } = Promise.withResolvers<void>();
  if (!runs.some(({ workspace }) => workspace.name === SITES)) freeSite();
  const work = async (tests: TestRun) => {
    if (tests.script === BROWSER_TESTS) await siteIsFree;
    if (!stopping) rows.push(await runTests(tests, runs.length === 1));
    if (tests.workspace.name === SITES) freeSite();
  };
  const { alone, beside, either } = lanesOf(all, runs);
  // One core is for what needs the machine. Where there is only one, nothing is beside it.
  const width = availableParallelism() - 1;
  const last = either.values();
  if (width === 0) await inLane([...beside, ...alone, ...either], 1, work);
  else await Promise.all([inLane(alone, 1, work, last), inLane(beside, width, work, last)]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  rows.push({
    name: "preparation",
    wallTimeMs: 0,
    cpuTimeMs: null,
    passed: 0,
    failed: 1,
    skipped: 0,
    trouble: "see above",
  });
} finally {
  rmSync(reports, { recursive: true, force: true });
  watchdog.dismiss();
}
if (stopping)
  rows.push({ name: "the rest", wallTimeMs: 0, cpuTimeMs: null, passed: 0, failed: 1, skipped: 0, trouble: "stopped" });
console.log(["", ...failures.filter(Boolean)].join("\n"));
console.log(slowFilesText(fileTimes));
console.log(summaryText(rows));
process.exitCode = rows.some(({ failed }) => failed > 0) ? 1 : 0;
