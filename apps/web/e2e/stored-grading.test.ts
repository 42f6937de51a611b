import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { caseResult, gradingReport, progressEvent } from "@lockstep/contracts";
import { openDatabase } from "@lockstep/db";
import { repositoryRoot, searchPath } from "@lockstep/dev";
import { afterAll, expect, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { solution, solutionFolder, ticketOffice } from "./texts.ts";

const browser = useBrowser();
const db = openDatabase(process.env["DATABASE_URL"] ?? "");
afterAll(() => db.$disconnect());

/** What the command line says about a solution; with the same seed it asks the same questions. */
function gradedByCommand(path: string, seed: number) {
  const cwd = join(repositoryRoot, "apps/cli");
  const args = ["src/main.ts", "grade", "ticket-office", solutionFolder(path)];
  const done = spawnSync("node", [...args, "--reporter", "json", "--seed", String(seed)], {
    cwd,
    env: { ...process.env, PATH: searchPath(cwd) },
    encoding: "utf8",
  });
  return gradingReport.parse(JSON.parse(done.stdout));
}

test.each(["accepted/lock-in-finally", "wrong-answer/not-released-on-error"])(
  "stores the whole grading of %s, with the verdict that `lockstep grade` gives",
  async (path) => {
    const visit = await browser.visit();
    const { email } = await signUpQuietly(visit);
    await visit.open("/en/exercises/ticket-office");
    const exercise = new ExercisePage(visit.page, "en");
    await exercise.write(solution(path));
    await exercise.start("submit");
    const shown = await exercise.verdict();

    const stored = await db.submission.findFirstOrThrow({
      where: { student: { email } },
      include: { files: true, version: true, runs: { include: { cases: true } }, verdicts: true, progress: true },
    });
    expect(stored).toMatchObject({ purpose: "submit", language: "typescript" });
    expect(stored.files.map((file) => [file.path, file.text])).toEqual([["office.ts", solution(path)]]);
    expect(stored.version.pack).toEqual(JSON.parse(JSON.stringify(ticketOffice)));

    const [run, ...otherRuns] = stored.runs;
    expect(otherRuns).toEqual([]);
    expect(run).toMatchObject({ state: "done", attempt: 1 });
    expect(run?.endedAt).not.toBeNull();
    const cases = (run?.cases ?? []).map(({ result }) => caseResult.parse(result));
    expect(cases.map(({ id }) => id).toSorted()).toEqual(ticketOffice.manifest.cases.map(({ id }) => id).toSorted());

    const [verdict, ...otherVerdicts] = stored.verdicts;
    expect(otherVerdicts).toEqual([]);
    expect(verdict?.runId).toBe(run?.id);
    expect(shown).toBe(verdict?.verdict);
    const events = stored.progress
      .toSorted((a, b) => Number(a.id - b.id))
      .map(({ event }) => progressEvent.parse(event));
    expect(events.map(({ kind }) => kind)).toEqual([
      "queued",
      "started",
      "planned",
      ...cases.flatMap(() => ["case-started", "case-finished"]),
      "verdict",
    ]);

    const here = gradingReport.parse(verdict?.report);
    const there = gradedByCommand(path, here.seed);
    const essence = ({ verdict: word, reason, decidingCase, points, cases: all }: typeof here) => ({
      verdict: word,
      reason,
      decidingCase,
      points,
      cases: all.map((one) => [one.id, one.verdict, one.reason]),
    });
    expect(essence(there)).toEqual(essence(here));
    expect(visit.problems).toEqual([]);
  },
);
