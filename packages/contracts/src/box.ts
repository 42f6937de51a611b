import { z } from "zod";
import { plain } from "./observation.ts";
import { schedule } from "./schedule.ts";

/**
 * What is said over the sandbox's one channel. The runner sends one request; the box answers with one frame.
 * The answer is hostile input: it is parsed with `boxAnswer` and proves nothing by itself.
 */

/** A bundled CommonJS text; `require` inside it knows the packages a student may import, nothing else. */
export const boxModule = z.strictObject({ name: z.string(), code: z.string() });
export type BoxModule = z.infer<typeof boxModule>;

export const boxRequest = z.strictObject({
  /** Repeated in the answer; catches accidents and crude forgeries only. */
  nonce: z.string(),
  student: boxModule,
  /** Absent: the student's module is itself the program (`mode` must then be `program`). */
  scenario: boxModule.optional(),
  input: plain,
  /**
   * `free`: real threads at full speed · `gated`: real threads, one at a time, switched by a seeded choice at every shared access ·
   * `program`: the student's module is run as a main program, its output is the result.
   */
  mode: z.enum(["free", "gated", "program"]),
  /** One round for each; a round has fresh module state in each logical thread. */
  seeds: z.array(z.number().int().min(0).max(0xffff_ffff)).min(1).max(5000),
  /** Decision points in one round, after which it counts as a livelock. */
  stepsMax: z.number().int().min(1).max(1_000_000),
});
export type BoxRequest = z.infer<typeof boxRequest>;

const threadName = z.string().max(64);
const errorText = z.strictObject({
  name: z.string().max(100),
  message: z.string().max(2000),
  stack: z.string().max(8000),
  /** Thread in which it was thrown. */
  thread: threadName,
});
export type ErrorText = z.infer<typeof errorText>;

/** How one round ended. */
export const outcome = z.discriminatedUnion("kind", [
  /** The scenario returned. `held`: primitives still held by a thread that had ended. */
  z.strictObject({
    kind: z.literal("returned"),
    observation: plain,
    held: z.array(z.strictObject({ thread: threadName, lock: z.string().max(96) })).max(32),
  }),
  /** An error left the scenario or one of its threads. `whose` is `student` where a frame of the student's code threw. */
  z.strictObject({ kind: z.literal("threw"), whose: z.enum(["student", "scenario"]), error: errorText }),
  /** Nobody can go on. `heldBy` is null where nobody holds it; `holderEnded` where the holder is no longer alive. */
  z.strictObject({
    kind: z.literal("deadlock"),
    waiting: z
      .array(
        z.strictObject({
          thread: threadName,
          on: z.string().max(96),
          heldBy: threadName.nullable(),
          holderEnded: z.boolean(),
        }),
      )
      .max(64),
  }),
  z.strictObject({ kind: z.literal("livelock"), steps: z.number().int() }),
  /** The student's module could not be evaluated, or lacks what the scenario asks for. */
  z.strictObject({ kind: z.literal("unusable"), error: errorText }),
]);
export type Outcome = z.infer<typeof outcome>;

/** One distinct outcome of the rounds, the first schedule that led to it (null beyond the first 64), and how many rounds did. */
export const distinctOutcome = z.strictObject({
  outcome,
  count: z.number().int().min(1),
  schedule: schedule.nullable(),
});
export type DistinctOutcome = z.infer<typeof distinctOutcome>;

export const boxAnswer = z.strictObject({
  nonce: z.string(),
  /** Rounds that were run; fewer than asked for when a round could not end (deadlock, livelock). */
  rounds: z.number().int().min(0).max(5000),
  /** All of them: an end that is left out would be an end that nobody judges. */
  outcomes: z.array(distinctOutcome).min(1).max(5000),
});
export type BoxAnswer = z.infer<typeof boxAnswer>;

/** Bounds of one box. */
export const limits = z.strictObject({
  wallTimeMs: z.number().int().min(100).max(120_000),
  cpuTimeMs: z.number().int().min(100).max(120_000),
  memoryBytes: z
    .number()
    .int()
    .min(64 * 2 ** 20)
    .max(4 * 2 ** 30),
  /** Processes and threads together; an interpreter takes about 12. */
  processes: z.number().int().min(16).max(512),
  /** Of both output streams together. */
  outputBytes: z
    .number()
    .int()
    .min(1024)
    .max(4 * 2 ** 20),
});
export type Limits = z.infer<typeof limits>;
