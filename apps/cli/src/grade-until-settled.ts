import type { GradingReport } from "@lockstep/contracts";
import { type Judge, MEASURED_AGAIN_AFTER_MS, MEASURED_AGAIN_MAX } from "@lockstep/judge";
import { setTimeout as pause } from "node:timers/promises";

/** Grades; where the machine was too busy to measure a case, again, and says so. */
export async function gradeUntilSettled(judge: Judge, ...asked: Parameters<Judge["grade"]>): Promise<GradingReport> {
  for (let again = 0; ; again++) {
    const report = await judge.grade(...asked);
    if (report.tooBusy.length === 0 || again === MEASURED_AGAIN_MAX) return report;
    const { slug } = asked[0].pack;
    process.stderr.write(`${slug}: the machine is busy; ${report.tooBusy.join(", ")} will be measured again.\n`);
    await pause(MEASURED_AGAIN_AFTER_MS);
  }
}
