import { readSourceFolder } from "@lockstep/catalog";
import {
  type CaseResult,
  FILE_BYTES_MAX,
  FILES_MAX,
  type GradingReport,
  type Purpose,
  type SourceFile,
  sourceFiles,
  SUBMISSION_BYTES_MAX,
} from "@lockstep/contracts";
import type { GradingEvent } from "@lockstep/judge";
import { exerciseNamed } from "../exercise-folder.ts";
import { ExitCode, UsageError } from "../exit-code.ts";
import { printSchedule } from "../print-schedule.ts";
import { visible, visibleJson } from "../visible-text.ts";
import { withJudge } from "../with-judge.ts";

export interface GradeCommand {
  readonly slug: string;
  readonly path: string;
  readonly reporter: "pretty" | "json";
  readonly seed: number | undefined;
  readonly purpose: Purpose;
}

/** Grades files as a submission, case by case as they come. */
export async function grade(command: GradeCommand): Promise<number> {
  const { pack } = await exerciseNamed(command.slug);
  const files = await filesOf(command.path);
  const pretty = command.reporter === "pretty";
  return withJudge(async (judge) => {
    const report = await judge.grade(
      {
        pack,
        language: "typescript",
        files,
        purpose: command.purpose,
        ...(command.seed === undefined ? {} : { seed: command.seed }),
      },
      pretty ? { onEvent: printEvent } : {},
    );
    if (pretty) printReport(report);
    else process.stdout.write(`${visibleJson(report)}\n`);
    if (report.verdict === "accepted") return ExitCode.ok;
    return report.verdict === "internal-error" ? ExitCode.internal : ExitCode.notAccepted;
  });
}

async function filesOf(path: string): Promise<SourceFile[]> {
  let files: SourceFile[];
  try {
    files = await readSourceFolder(path);
  } catch {
    throw new UsageError(`${path} can't be read. Give a folder with your files, or one file.`);
  }
  const parsed = sourceFiles.safeParse(files);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ message, path: place }) => {
    const file = files[Number(place[0])]?.path;
    return `${file === undefined ? "" : `${visible(file)}: `}${PROBLEMS[message] ?? message}`;
  });
  throw new UsageError(`${path} is no submission: ${problems.join("; ")}.`);
}

/** What the contract's codes mean. */
const PROBLEMS: Readonly<Record<string, string>> = {
  "no-files": "there is no .ts or .py file in it",
  "too-many-files": `there are more than ${FILES_MAX} files`,
  "too-large": `the files together are larger than ${SUBMISSION_BYTES_MAX / 1024} KiB`,
  "file-too-large": `the file is larger than ${FILE_BYTES_MAX / 1024} KiB`,
  "file-twice": "there are two files of the same name",
  "file-name": "names are made of letters, digits, dots, dashes and underscores, and end with .ts or .py",
  "file-not-text": "the file is not text",
};

function printEvent(event: GradingEvent): void {
  if (event.kind === "case-finished") printCase(event.result);
}

function printCase(result: CaseResult): void {
  const mark = result.verdict === "accepted" ? "✓" : "✗";
  const reason = result.reason === null ? "" : ` (${result.reason})`;
  const verdict = result.verdict === "accepted" ? "" : `  ${result.verdict}${reason}`;
  process.stdout.write(
    `${mark} ${result.title.en}${result.visibility === "hidden" ? " [hidden]" : ""}${verdict}  ${Math.round(result.wallTimeMs)} ms\n`,
  );
  for (const text of [result.feedback?.en, result.seen?.en]) {
    if (text) process.stdout.write(`${visible(text).replace(/^/gm, "    ")}\n`);
  }
  if (result.schedule) process.stdout.write(`${printSchedule(result.schedule).replace(/^/gm, "    ")}\n`);
}

function printReport(report: GradingReport): void {
  for (const { file, line, column, message } of report.compileErrors)
    process.stdout.write(`${file}:${line}:${column}  ${visible(message)}\n`);
  const reason = report.reason === null ? "" : `, ${report.reason}`;
  process.stdout.write(
    `\n${report.verdict}${reason}  ${report.points} of ${report.pointsMax} points  seed ${report.seed}  ${(report.wallTimeMs / 1000).toFixed(1)} s\n`,
  );
  for (const [name, text] of Object.entries({ stdout: report.output.stdout, stderr: report.output.stderr })) {
    if (text !== "")
      process.stdout.write(`\n${name}${report.output.truncated ? " (not all of it)" : ""}:\n${visible(text)}\n`);
  }
  if (report.internal) process.stdout.write(`\nFor instructors:\n${visible(report.internal)}\n`);
}
