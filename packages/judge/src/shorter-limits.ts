import type { Limits } from "@lockstep/contracts";
import type { BoxStatus } from "@lockstep/sandbox";

/** Whether a run ended because its time was over. */
export function isOutOfTime(status: BoxStatus): boolean {
  return status === "cpu-time-limit" || status === "wall-time-limit";
}

/** Limits are many times what a right program takes: a part of them still is. */
const PART = 4;
const TIME_MS_MIN = 1000;

const part = (timeMs: number) => Math.min(timeMs, Math.max(TIME_MS_MIN, Math.round(timeMs / PART)));

/**
 * What the other runs of a submission may take when one has used up all its time. The submission is not accepted any more;
 * a loop without an end would take the whole limit in every case, and its student waits for all of them.
 */
export function shorterLimits(limits: Limits): Limits {
  return { ...limits, cpuTimeMs: part(limits.cpuTimeMs), wallTimeMs: part(limits.wallTimeMs) };
}
