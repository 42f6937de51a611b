import { readdirSync, readFileSync } from "node:fs";
import { gradingReport } from "@lockstep/contracts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockstep, lockstepOn, openOffice, solutionOf } from "./lockstep.ts";

const reportOf = (stdout: string) => gradingReport.parse(JSON.parse(stdout));
const plainly = (file: string, ...args: readonly string[]) => [file, args] as const;

test("an accepted solution ends with 0, and as JSON with a whole report", async () => {
  const words = ["ticket-office", solutionOf("accepted/lock-in-finally"), "--reporter", "json", "--seed", "7"];
  const { code, stdout } = await lockstep("grade", ...words);
  const report = reportOf(stdout);

  expect(code).toBe(0);
  expect(report).toMatchObject({ verdict: "accepted", seed: 7, points: report.pointsMax, internal: null });
  expect(report.cases.some(({ visibility }) => visibility === "hidden")).toBe(true);
});

test("an accepted solution is told case by case", async () => {
  const { code, stdout } = await lockstep("grade", "ticket-office", solutionOf("accepted/lock-in-finally"), "--run");

  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ A single visitor gets a ticket {2}\d+ ms$/m);
  expect(stdout).toMatch(/^accepted {2}3 of 3 points {2}seed \d+/m);
  expect(stdout).not.toContain("[hidden]");
});

test("a wrong solution ends with 1, and is told which property broke, with a schedule", async () => {
  const { code, stdout } = await lockstep("grade", "ticket-office", solutionOf("wrong-answer/no-lock"), "--run");

  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ Two visitors at once.* wrong-answer \(lost-update\) {2}\d+ ms\n {4}A sale went missing/m);
  expect(stdout).toMatch(/^ {4}An interleaving that shows it[^]*│[^]*write Office\.left ←/m);
  expect(stdout).toMatch(/^wrong-answer, lost-update {2}\d of 3 points/m);
});

test("a wrong solution as JSON names the case that decided", async () => {
  const words = ["ticket-office", solutionOf("wrong-answer/no-lock"), "--run", "--reporter", "json"];
  const { code, stdout } = await lockstep("grade", ...words);

  expect(code).toBe(1);
  expect(reportOf(stdout)).toMatchObject({
    verdict: "wrong-answer",
    reason: "lost-update",
    decidingCase: "two-at-once",
  });
});

test("a file that is no program ends with 1, and with the place of the mistake", async () => {
  using office = openOffice("export function visit( {");
  const { code, stdout } = await lockstep("grade", "ticket-office", office.path);

  expect(code).toBe(1);
  expect(stdout).toMatch(/^office\.ts:1:\d+ {2}\S/m);
  expect(stdout).toMatch(/^compile-error/m);
});

test("what a program prints and throws is shown, not obeyed", async () => {
  using office = openOffice(`
    export function visit() {
      console.log("\\u001b[2J\\u001b[31mprinted\\u202e");
      throw new Error("\\u001b]0;thrown\\u0007\\u202e");
    }`);
  const { code, stdout } = await lockstep("grade", "ticket-office", office.path, "--run");

  expect(code).toBe(1);
  expect(stdout).toContain("\\u{1b}[2J\\u{1b}[31mprinted\\u{202e}");
  expect(stdout).toContain("\\u{1b}]0;thrown\\u{7}\\u{202e}");
  expect(stdout).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u);
});

test("a failure of our side ends with 4, and is no verdict on the student", async () => {
  let killed = false;
  // Each visit takes some milliseconds more: the grading has a middle, on the quickest machine too.
  const begin = "): boolean {";
  const text = readFileSync(join(solutionOf("accepted/lock-in-finally"), "office.ts"), "utf8");
  using office = openOffice(text.replace(begin, `${begin}\n  for (let i = 0; i < 5_000_000; i++);`));
  const words = ["grade", "ticket-office", office.path];
  const { code, stdout } = await lockstepOn(plainly, words, (child, seen) => {
    if (killed || !seen.includes("✓")) return;
    killed = true;
    for (const pid of judgeProcessesOf(child.pid ?? 0)) process.kill(pid, "SIGKILL");
  });

  expect(killed).toBe(true);
  expect(stdout).toMatch(/^internal-error/m);
  expect(code).toBe(4);
});

/** Children of the command line that run the judge's own program. */
function judgeProcessesOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const isChild = stat.slice(stat.lastIndexOf(")") + 4).startsWith(`${parent} `);
        return isChild && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("process/main.ts");
      } catch {
        return false;
      }
    })
    .map(Number);
}
