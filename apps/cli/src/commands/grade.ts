import { NotTextError, readSourceFolder } from "@lockstep/catalog";
import {
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
import { gradeUntilSettled } from "../grade-until-settled.ts";
import { ExitCode, UsageError } from "../exit-code.ts";
import { printCase, printEnd } from "../print-grading.ts";
import { visible, visibleJson, visibleName } from "../visible-text.ts";
import { testSaid } from "../why-so.ts";
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
  const said = new Map<string, string>();
  const onEvent = (event: GradingEvent) => {
    if (event.kind === "case-finished") printCase(event.result, testSaid(said.get(event.result.id) ?? ""));
  };
  return withJudge(async (judge) => {
    const report = await gradeUntilSettled(
      judge,
      {
        pack,
        language: "typescript",
        files,
        purpose: command.purpose,
        ...(command.seed === undefined ? {} : { seed: command.seed }),
      },
      pretty ? { onEvent, onTestSaid: (id, text) => void said.set(id, text) } : {},
    );
    if (pretty) printReport(report);
    else process.stdout.write(`${visibleJson(report)}\n`);
    if (report.verdict === "accepted") return ExitCode.ok;
    return report.verdict === "internal-error" ? ExitCode.internal : ExitCode.notAccepted;
  });
}

export async function filesOf(path: string): Promise<SourceFile[]> {
  let files: SourceFile[];
  try {
    files = await readSourceFolder(path);
  } catch (cause) {
    if (cause instanceof NotTextError)
      throw new UsageError(notASubmission(path, [{ code: cause.code, file: cause.path }]));
    throw new UsageError(`${path} can't be read. Give a folder with your files, or one file.`);
  }
  const parsed = sourceFiles.safeParse(files);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ message, path: place }) => ({
    code: message,
    file: files[Number(place[0])]?.path,
  }));
  throw new UsageError(notASubmission(path, problems));
}

function notASubmission(path: string, problems: readonly { code: string; file: string | undefined }[]): string {
  const told = problems.map(
    ({ code, file }) => `${file === undefined ? "" : `${visibleName(file)}: `}${PROBLEMS[code] ?? code}`,
  );
  return `${path} is no submission: ${told.join("; ")}.`;
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

function printReport(report: GradingReport): void {
  printEnd(report, [`seed ${report.seed}`, `${(report.wallTimeMs / 1000).toFixed(1)} s`]);
  if (report.internal) process.stdout.write(`\nFor instructors:\n${visible(report.internal)}\n`);
}
