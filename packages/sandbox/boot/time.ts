import type { BoxRequest, Plain, Timing } from "@lockstep/contracts";
import { TIMELINE_PARTS, TOLD_THREADS_MAX } from "@lockstep/contracts/timing-limits";
import { BadProgramError, RefusedError } from "@lockstep/interleave";
import { runOnVirtualCores, timelines, type VirtualRun } from "@lockstep/measure";
import { tameErrors } from "@lockstep/realm";
import { failed, programOf, type Surroundings } from "./explore.ts";
import { FirstThrown } from "./first-thrown.ts";
import { type Answer, only, Told } from "./tell-exploration.ts";

/** What one request times. */
export type Timed = NonNullable<BoxRequest["timing"]> & { readonly input: Plain; readonly stepsMax: number };

const FLIGHTS_MAX = 32;

/**
 * Runs what the scenario does with the student's module once, on virtual cores, and answers as text. Clock, cores and
 * counters are on our side of the compartments, as the explorer is.
 */
export function timeModules(timed: Timed, surroundings: Surroundings): string {
  tameErrors({ RefusedError, BadProgramError });
  return JSON.stringify(answerOf(timed, surroundings));
}

function answerOf(timed: Timed, { console, describe }: Surroundings): Answer {
  const { budget, stepsMax, student } = timed;
  const errors = new FirstThrown();
  const program = programOf(timed, {
    isTimed: true,
    onSaid: (values) => console.log(...values),
    onThrown: errors.note,
  });
  const told = new Told({ program, firstSite: student.firstSite, stepsMax, describe, errors });
  try {
    const run = runOnVirtualCores(program, { ...budget, operationsMax: stepsMax });
    if (!run.ending) return only({ kind: "too-long", isSpinning: run.spunTicks > run.workTicks / 2 });
    const outcome = told.outcome(run.ending);
    return outcome.kind === "returned" ? { ...only(outcome), timing: timingOf(run) } : only(outcome);
  } catch (error) {
    return failed(error, told, describe);
  }
}

function timingOf(run: VirtualRun): Timing {
  const pictures = timelines(run, TIMELINE_PARTS);
  return {
    cores: run.cores,
    workTicks: run.workTicks,
    timeTicks: run.timeTicks,
    spunTicks: run.spunTicks,
    threads: run.threads.slice(0, TOLD_THREADS_MAX).map(({ name, spent }, i) => ({
      name: name.slice(0, 64),
      spent: { ...spent },
      timeline: [...(pictures[i] ?? [])],
    })),
    inFlight: run.inFlight.slice(0, FLIGHTS_MAX).map((flight) => ({ ...flight })),
  };
}
