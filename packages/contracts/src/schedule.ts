import { z } from "zod";
import { plain } from "./observation.ts";
import { localised } from "./text.ts";

/** A place in a file of the student's; lines count from 1. */
export const sourcePlace = z.strictObject({ file: z.string().max(200), line: z.number().int().min(1) });
export type SourcePlace = z.infer<typeof sourcePlace>;

/** One step of one thread, in the order in which the steps happened. */
export const scheduleEvent = z.strictObject({
  /** Name of the thread, such as `visitor-2`. */
  thread: z.string().max(64),
  /** `read`, `write`: of a shared field · `acquire`, `release`, `wait`, `wake`: of a primitive · `start`, `end`, `join`: of a thread · `mark`: said by the scenario. */
  step: z.enum(["read", "write", "acquire", "release", "wait", "wake", "start", "end", "join", "mark"]),
  /** What it was done to, such as `Office.left`. */
  on: z.string().max(96),
  /** What was read or written; absent where nothing was. */
  value: plain.optional(),
  /** Line that asked for it, where that is known: for explored schedules. */
  at: sourcePlace.optional(),
  /** A `mark` in every language, where the exercise has it; said by the judge, never by a box. */
  said: localised.optional(),
});
export type ScheduleEvent = z.infer<typeof scheduleEvent>;

/** One interleaving: the steps, and the seed from which the same steps come again; null where it was found by exploring. `truncated` counts steps that were left out at the front. */
export const schedule = z.strictObject({
  seed: z.number().int().min(0).max(0xffff_ffff).nullable(),
  events: z.array(scheduleEvent).max(400),
  truncated: z.number().int().min(0),
});
export type Schedule = z.infer<typeof schedule>;
