import { median } from "../statistics/quantile.ts";
import type { Vote } from "../statistics/sequential.ts";

/** What one round on real threads has shown, as ideal cores paced it. */
export interface PacedFigures {
  readonly cores: number;
  /** That it would take on these cores. */
  readonly timeMs: number;
  readonly threads: readonly { readonly worker: number; readonly cpuTimeMs: number }[];
}

/** One vote on a claim: a round of the student's between two rounds of the sequential reference. */
export interface PacedVote {
  readonly vote: Vote;
  /** CPU time ÷ time: how many cores were busy on average. */
  readonly parallelism: number;
  /** CPU time of the reference ÷ that of the student, at most 1. */
  readonly efficiency: number;
  /** `parallelism × efficiency`. */
  readonly speedUp: number;
}

/** How far the two reference rounds may differ before the core's speed counts as having moved. */
const STEADY_RATIO_MAX = 1.1;
/** Between this share of what is claimed and all of it nobody votes: one bad efficiency must not. */
const REJECT_SHARE = 0.9;
/** So far below what is claimed, a moving core explains nothing. */
const FAR_SHARE = 0.75;

/** CPU time of all threads. */
export function cpuTimeMs({ threads }: PacedFigures): number {
  return threads.reduce((sum, thread) => sum + thread.cpuTimeMs, 0);
}

/**
 * Votes on "at least so many times as fast as the reference". The efficiency is at most 1: otherwise a serial program that
 * is cleverer than the reference would pass for a parallel one. Where the reference's two rounds differ, the core's speed
 * moved: then the student is given the benefit for `slow` and none for `fast`.
 * @param before and @param after rounds of the reference on either side of the student's, on any input of the same size.
 */
export function voteOn(atLeast: number, before: PacedFigures, student: PacedFigures, after: PacedFigures): PacedVote {
  const usedMs = cpuTimeMs(student);
  const references = [cpuTimeMs(before), cpuTimeMs(after)];
  const [least, most] = [Math.min(...references), Math.max(...references)];
  const parallelism = student.timeMs === 0 ? 0 : usedMs / student.timeMs;
  const speedUpFrom = (referenceMs: number) => parallelism * (usedMs === 0 ? 0 : Math.min(1, referenceMs / usedMs));
  const speedUp = speedUpFrom(median(references));
  const isSteady = most <= STEADY_RATIO_MAX * least;
  let vote: Vote = "void";
  if (speedUpFrom(isSteady ? median(references) : least) >= atLeast) vote = "fast";
  else if (speedUpFrom(isSteady ? median(references) : most) <= (isSteady ? REJECT_SHARE : FAR_SHARE) * atLeast)
    vote = "slow";
  return { vote, parallelism, efficiency: usedMs === 0 ? 0 : speedUp / parallelism, speedUp };
}
