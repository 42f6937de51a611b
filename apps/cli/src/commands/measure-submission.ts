import type { CaseResult } from "@lockstep/contracts";
import { exerciseNamed } from "../exercise-folder.ts";
import { gradeUntilSettled } from "../grade-until-settled.ts";
import { ExitCode } from "../exit-code.ts";
import { roundsText } from "../rounds-text.ts";
import { TIMELINE_LEGEND, timelineText } from "../timeline-text.ts";
import { visible } from "../visible-text.ts";
import { withJudge } from "../with-judge.ts";
import { filesOf } from "./grade.ts";

/** Grades files as a submission, and shows of each case that is timed what its threads did when. */
export async function measureSubmission(slug: string, path: string): Promise<number> {
  const { pack } = await exerciseNamed(slug);
  const files = await filesOf(path);
  return withJudge(async (judge) => {
    const report = await gradeUntilSettled(judge, { pack, language: "typescript", files, purpose: "submit" });
    for (const { file, line, column, message } of report.compileErrors)
      process.stdout.write(visible(`${file}:${line}:${column}  ${message}\n`));
    const timed = report.cases.filter(({ timing, threadRounds }) => timing !== null || threadRounds !== null);
    for (const result of timed) process.stdout.write(`${told(result)}\n\n`);
    if (timed.length === 0) process.stdout.write(`${slug} has no timed case that came to its end.\n`);
    if (timed.some(({ timing }) => timing !== null)) process.stdout.write(`${TIMELINE_LEGEND}\n`);
    process.stdout.write(`${report.verdict}${report.reason === null ? "" : `, ${report.reason}`}\n`);
    if (report.verdict === "accepted") return ExitCode.ok;
    return report.verdict === "internal-error" ? ExitCode.internal : ExitCode.notAccepted;
  });
}

function told({ title, verdict, reason, seen, remark, timing, threadRounds }: CaseResult): string {
  const mark = verdict === "accepted" ? "✓" : `✗ ${reason ?? verdict}:`;
  const text = visible(seen?.en ?? remark?.en ?? "");
  const flights = (timing?.inFlight ?? []).map(
    ({ what, max, mean }) => `${visible(what)}: up to ${max} at once, ${mean.toFixed(2)} on average`,
  );
  return [
    `${mark} ${title.en}`,
    ...(text === "" ? [] : [text]),
    ...(timing ? [timelineText(timing.threads)] : []),
    ...flights,
    ...(threadRounds ? [roundsText(threadRounds)] : []),
  ].join("\n");
}
