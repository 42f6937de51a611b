import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * vitest's reporter that writes how long each file took into the file of LOCKSTEP_FILE_TIMES, as JSON: what the reporter
 * `json` says of a file leaves out what comes before its first test. vitest asks for a default export.
 */
export default class FileTimes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env["LOCKSTEP_FILE_TIMES"];
    if (file === undefined) return;
    const times = modules.map((one) => {
      const { prepareDuration, environmentSetupDuration, collectDuration, setupDuration, duration } = one.diagnostic();
      const wallTimeMs = prepareDuration + environmentSetupDuration + collectDuration + setupDuration + duration;
      return { file: one.relativeModuleId, wallTimeMs };
    });
    writeFileSync(file, JSON.stringify(times));
  }
}
