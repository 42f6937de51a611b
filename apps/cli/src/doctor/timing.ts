import type { TimingFitness } from "@lockstep/sandbox";
import type { Finding } from "./finding.ts";

/** Held up for longer than it worked, a measurement on real threads is more often made again than believed. */
const WAITED_SHARE_MAX = 0.5;

/** Whether threads can be measured here, as a line for a terminal. */
export function timingFinding({ isMeasurable, waitedShare, detail }: TimingFitness): Finding {
  const isFit = isMeasurable && waitedShare <= WAITED_SHARE_MAX;
  return { name: "timing", state: isFit ? "ok" : "weak", detail, fix: null };
}
