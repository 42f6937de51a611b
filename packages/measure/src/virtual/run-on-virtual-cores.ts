import type { Ending, Program } from "@lockstep/interleave";
import type { Span, Spent } from "./account.ts";
import { type Costs, SMALL_COSTS } from "./costs.ts";
import { VirtualCores } from "./virtual-cores.ts";

export interface VirtualOptions {
  /** 1 or more. */
  readonly cores: number;
  /** Work of all threads after which the run is given up; 100 million where absent. */
  readonly workTicksMax?: number;
  /** Operations on what is shared after which it is given up; 2 million where absent. */
  readonly operationsMax?: number;
  readonly costs?: Costs;
}

/** One thread of a run on virtual cores. */
export interface VirtualThread {
  readonly name: string;
  readonly spent: Spent;
  /** Its part of the run's. */
  readonly spunTicks: number;
}

/** Threads that let time pass at once, such as requests under way. */
export interface InFlight {
  readonly what: string;
  readonly max: number;
  /** On average over the whole run: ∫ in flight dt ÷ time. */
  readonly mean: number;
}

/** What a run on virtual cores has shown. Times and work are in ticks. */
export interface VirtualRun {
  /** As for an explored run; null: it was given up, after too much work or too many steps. */
  readonly ending: Ending | null;
  /** What the main function answered; undefined where it didn't. */
  readonly result: unknown;
  /** Of threads that an error ended. */
  readonly errors: readonly unknown[];
  readonly cores: number;
  /** Work of all threads. */
  readonly workTicks: number;
  /** From the beginning to the end. */
  readonly timeTicks: number;
  /** Work that went into looking again and again until something changed. */
  readonly spunTicks: number;
  readonly threads: readonly VirtualThread[];
  readonly inFlight: readonly InFlight[];
  readonly spans: readonly Span[];
  /** There were more stretches than `spans` tells. */
  readonly isTruncated: boolean;
}

/**
 * Runs a timed program once on so many virtual cores. Deterministic: equal programs give equal numbers, on any machine.
 * @throws {BadProgramError} for a program with too many threads, `RefusedError` for one that can't be run so.
 */
export function runOnVirtualCores(program: Program, options: VirtualOptions): VirtualRun {
  const { cores, workTicksMax = 100_000_000, operationsMax = 2_000_000, costs = SMALL_COSTS } = options;
  const virtual = new VirtualCores(program, { cores, workTicksMax, operationsMax, costs });
  const ending = virtual.run();
  const { model, account, tasks, workTicks, nowTicks } = virtual;
  return {
    ending,
    result: model.threads[0]?.result,
    errors: model.threads.flatMap(({ status, error }) => (status === "failed" ? [error] : [])),
    cores,
    workTicks,
    timeTicks: nowTicks,
    spunTicks: tasks.reduce((sum, { looks }) => sum + looks.spunTicks, 0),
    threads: tasks.map(({ thread, looks }) => ({
      name: thread.name,
      spent: account.spentBy(thread.index),
      spunTicks: looks.spunTicks,
    })),
    inFlight: account.flights.map((what) => {
      const { max, ticks } = account.flightOf(what);
      return { what, max, mean: nowTicks === 0 ? 0 : ticks / nowTicks };
    }),
    spans: account.spans,
    isTruncated: account.isTruncated,
  };
}
