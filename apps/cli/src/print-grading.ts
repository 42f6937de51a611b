import type { CaseResult, CompileError, ProgramOutput } from "@lockstep/contracts";
import { printSchedule } from "./print-schedule.ts";
import { visible } from "./visible-text.ts";

/**
 * Writes one case: whether it holds, what broke, what was seen, a schedule that shows it.
 * @param testSaid what its test has said of it, where that is known: it may hold expected values.
 */
export function printCase(result: CaseResult, testSaid: readonly string[] = []): void {
  const mark = result.verdict === "accepted" ? "✓" : "✗";
  const reason = result.reason === null ? "" : ` (${result.reason})`;
  const verdict = result.verdict === "accepted" ? "" : `  ${result.verdict}${reason}`;
  process.stdout.write(
    `${mark} ${result.title.en}${result.visibility === "hidden" ? " [hidden]" : ""}${verdict}  ${Math.round(result.wallTimeMs)} ms\n`,
  );
  for (const text of [result.feedback?.en, result.seen?.en, result.remark?.en]) {
    if (text) process.stdout.write(`${visible(text).replace(/^/gm, "    ")}\n`);
  }
  for (const line of testSaid) process.stdout.write(`    Its test: ${visible(line)}\n`);
  if (result.schedule) process.stdout.write(`${printSchedule(result.schedule).replace(/^/gm, "    ")}\n`);
}

/** How a grading ended. */
export interface Ended {
  readonly verdict: string;
  readonly reason: string | null;
  readonly points: number;
  readonly pointsMax: number;
  readonly compileErrors: readonly CompileError[];
  readonly output: ProgramOutput;
}

/** Writes the verdict, and what the student's program printed. @param facts what else is known, such as the seed. */
export function printEnd(ended: Ended, facts: readonly string[]): void {
  for (const { file, line, column, message } of ended.compileErrors)
    process.stdout.write(`${file}:${line}:${column}  ${visible(message)}\n`);
  const reason = ended.reason === null ? "" : `, ${ended.reason}`;
  const points = `${ended.points} of ${ended.pointsMax} points`;
  process.stdout.write(`\n${ended.verdict}${reason}  ${[points, ...facts].join("  ")}\n`);
  const { stdout, stderr, truncated } = ended.output;
  for (const [name, text] of Object.entries({ stdout, stderr }))
    if (text !== "") process.stdout.write(`\n${name}${truncated ? " (not all of it)" : ""}:\n${visible(text)}\n`);
}
