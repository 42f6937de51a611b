import { z } from "zod";
import { TIMELINE_PARTS, TOLD_THREADS_MAX } from "./timing-limits.ts";

/** What a thread does at one moment. `lock`: waits for somebody to release · `signal`: for somebody's word · `join`: for a thread's end · `sleep`: for time to pass. */
export const threadActivity = z.enum(["running", "ready", "lock", "signal", "join", "sleep"]);
export type ThreadActivity = z.infer<typeof threadActivity>;

/** How a program is run on virtual cores. */
export const timingBudget = z.strictObject({
  cores: z.number().int().min(1).max(64),
  /** Work of all threads, in ticks, after which it is given up. */
  workTicksMax: z.number().int().min(1).max(1_000_000_000),
});
export type TimingBudget = z.infer<typeof timingBudget>;

const ticks = z.number().min(0);

/** One thread of a run on virtual cores. */
export const timedThread = z.strictObject({
  name: z.string().max(64),
  /** Where its time went. */
  spent: z.record(threadActivity, ticks),
  /** What it did most in each part of the time; null: it was not there. */
  timeline: z.array(threadActivity.nullable()).max(TIMELINE_PARTS),
});
export type TimedThread = z.infer<typeof timedThread>;

/** Waits for time to pass that were under way at once, such as requests. */
export const inFlight = z.strictObject({
  what: z.string().max(96),
  max: z.number().int().min(0),
  /** On average over the whole run. */
  mean: z.number().min(0),
});

/** What a run on virtual cores has shown. A tick is about one node of syntax passed, and a millionth of a millisecond of sleep. */
export const timing = z.strictObject({
  cores: z.number().int().min(1),
  workTicks: ticks,
  /** From the beginning to the end. */
  timeTicks: ticks,
  /** Work of all threads that went into looking again and again until something changed. */
  spunTicks: ticks,
  /** The first ones; the others are counted too. */
  threads: z.array(timedThread).max(TOLD_THREADS_MAX),
  inFlight: z.array(inFlight).max(32),
});
export type Timing = z.infer<typeof timing>;

const milliseconds = z.number().min(0);

/** What one round on real threads has shown, as ideal cores paced it. */
export const paced = z.strictObject({
  cores: z.number().int().min(1),
  /** That it would take on these cores. */
  timeMs: milliseconds,
  threads: z
    .array(
      z.strictObject({
        name: z.string().max(64),
        /** Number of the worker that ran it: the kernel knows that by the name `worker-<number>`. */
        worker: z.number().int().min(0),
        cpuTimeMs: milliseconds,
      }),
    )
    .max(TOLD_THREADS_MAX),
});
export type Paced = z.infer<typeof paced>;

const ratio = z.number().min(0);

/** What the rounds on real threads have shown that decided a case. The claim itself is no part of it. */
export const threadRounds = z.strictObject({
  /** Ideal cores. */
  cores: z.number().int().min(1),
  /** The rounds that voted, in their order. */
  rounds: z.array(z.strictObject({ speedUp: ratio, parallelism: ratio, efficiency: ratio })).max(64),
  /** Time of the last round on these cores, and what its threads worked in it. */
  timeMs: milliseconds,
  threads: z.array(z.strictObject({ name: z.string().max(64), cpuTimeMs: milliseconds })).max(TOLD_THREADS_MAX),
  /** By the wall clock, on as many real cores; null where the machine has too few or did something else meanwhile. Never judged. */
  wallSpeedUp: ratio.nullable(),
});
export type ThreadRounds = z.infer<typeof threadRounds>;
