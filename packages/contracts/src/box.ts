import { z } from "zod";
import { plain } from "./observation.ts";
import { schedule, sourcePlace } from "./schedule.ts";
import { paced, timing, timingBudget } from "./timing.ts";

/**
 * What is said over the sandbox's one channel. The box says that it is ready; then each request is answered with one
 * frame, and so is each `boxRest`. Answers are hostile input: they are parsed and prove nothing by themselves.
 */

/** A bundled CommonJS text; `require` inside it knows the packages a student may import, nothing else. */
export const boxModule = z.strictObject({ name: z.string(), code: z.string() });
export type BoxModule = z.infer<typeof boxModule>;

/** A module for the explorer: its text transformed, and where each of its sites lies. */
export const explorableModule = z.strictObject({
  name: z.string(),
  code: z.string(),
  /** Place of each site, from number `firstSite`. */
  sites: z.array(z.strictObject({ file: z.string(), line: z.number().int(), column: z.number().int() })),
  firstSite: z.number().int(),
  exports: z.array(z.string()),
});
export type ExplorableModule = z.infer<typeof explorableModule>;

/** How much of all schedules is to be looked at. */
export const explorationBudget = z.strictObject({
  /** First those with up to so many forced switches, for the shortest failure; then all. Empty: all at once. */
  bounds: z.array(z.number().int().min(0).max(5)).max(6),
  /** Schedules for each bound. */
  schedulesOfBound: z.number().int().min(1).max(100_000),
  /** Schedules in all. */
  schedulesMax: z.number().int().min(1).max(1_000_000),
  /** Random schedules where that did not suffice. */
  samples: z.number().int().min(0).max(100_000),
  /** Of the exploring thread. */
  cpuTimeMs: z.number().int().min(1).max(60_000),
  /** Wake-ups without cause in one schedule. */
  spuriousMax: z.number().int().min(0).max(3),
});
export type ExplorationBudget = z.infer<typeof explorationBudget>;

export const boxRequest = z.strictObject({
  /** Repeated in the answer; catches accidents and crude forgeries only. */
  nonce: z.string(),
  student: boxModule,
  /** Absent: the student's module is itself the program (`mode` must then be `program`). */
  scenario: boxModule.optional(),
  input: plain,
  /**
   * `free`: real threads at full speed · `gated`: real threads, one at a time, switched by a seeded choice at every shared access ·
   * `explored`: transformed, in one thread, every schedule as far as the budget goes ·
   * `timed`: transformed, in one thread, once, on virtual cores ·
   * `paced`: real threads, one at a time, each as far as so many ideal cores would have brought it ·
   * `program`: the student's module is run as a main program, its output is the result.
   */
  mode: z.enum(["free", "gated", "explored", "timed", "paced", "program"]),
  /** Ideal cores; present exactly when it is `paced`. */
  cores: z.number().int().min(1).max(64).optional(),
  /** Present exactly when it is `explored`. */
  exploration: z
    .strictObject({ student: explorableModule, scenario: explorableModule, budget: explorationBudget })
    .optional(),
  /** Present exactly when it is `timed`. */
  timing: z.strictObject({ student: explorableModule, scenario: explorableModule, budget: timingBudget }).optional(),
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

const waitingThreads = z
  .array(
    z.strictObject({
      thread: threadName,
      on: z.string().max(96),
      heldBy: threadName.nullable(),
      holderEnded: z.boolean(),
    }),
  )
  .max(64);

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
  z.strictObject({ kind: z.literal("deadlock"), waiting: waitingThreads }),
  /** Nobody is left but sleepers, whom nobody wakes. */
  z.strictObject({ kind: z.literal("lost-wake-up"), waiting: waitingThreads }),
  /** The scenario is over, and threads sleep for ever. */
  z.strictObject({ kind: z.literal("leaked-thread"), waiting: waitingThreads }),
  z.strictObject({ kind: z.literal("livelock"), steps: z.number().int() }),
  /** Explored: the last steps can repeat for ever, and nobody, or somebody who could, never gets on. */
  z.strictObject({ kind: z.literal("round"), isStarving: z.boolean() }),
  /** Timed: given up, after more work or more steps than it was given. `isSpinning`: most of it was looking again and again. */
  z.strictObject({ kind: z.literal("too-long"), isSpinning: z.boolean() }),
  /** It can't be explored, and nothing was found out. `because` says why, for people. */
  z.strictObject({
    kind: z.literal("refused"),
    whose: z.enum(["student", "scenario"]),
    because: z.string().max(500),
    at: sourcePlace.nullable(),
  }),
  /** The student's module could not be evaluated, or lacks what the scenario asks for. */
  z.strictObject({ kind: z.literal("unusable"), error: errorText }),
]);
export type Outcome = z.infer<typeof outcome>;

/** One distinct outcome of the rounds, the first schedule that led to it (null beyond the first 64), and how many rounds did (explored: 1). */
export const distinctOutcome = z.strictObject({
  outcome,
  count: z.number().int().min(1),
  schedule: schedule.nullable(),
});
export type DistinctOutcome = z.infer<typeof distinctOutcome>;

/** Two accesses to one plain field that nothing orders; places are null where they lie in no file of the student's. */
export const dataRace = z.strictObject({
  on: z.string().max(96),
  steps: z.tuple([z.enum(["read", "write"]), z.enum(["read", "write"])]),
  at: z.tuple([sourcePlace.nullable(), sourcePlace.nullable()]),
});
export type DataRace = z.infer<typeof dataRace>;

/** What is known after exploring, besides the ends. */
export const explorationAnswer = z.strictObject({
  /** `every`: all schedules, at this size · `bounded`: all with up to `switches` forced ones · `some`. */
  coverage: z.enum(["every", "bounded", "some"]),
  switches: z.number().int().min(0),
  /** It is proved that nobody can go round for ever. */
  isProgressProved: z.boolean(),
  races: z.array(dataRace).max(32),
});
export type ExplorationAnswer = z.infer<typeof explorationAnswer>;

export const boxAnswer = z.strictObject({
  nonce: z.string(),
  /** Rounds that were run; fewer than asked for when a round could not end (deadlock, livelock). Explored: schedules. */
  rounds: z.number().int().min(0).max(1_000_000),
  /** All of them: an end that is left out would be an end that nobody judges. */
  outcomes: z.array(distinctOutcome).min(1).max(5000),
  /** Of an explored request. */
  exploration: explorationAnswer.optional(),
  /** Of a timed request that returned. */
  timing: timing.optional(),
  /** Of a paced request that returned. */
  paced: paced.optional(),
});
export type BoxAnswer = z.infer<typeof boxAnswer>;

/**
 * Asked after an answer by a runner that has more requests for this box. It is repeated by a box whose rounds are over and
 * whose threads have ended; a second answer to the request before would come first, and be seen.
 */
export const boxRest = z.strictObject({ rest: z.string() });
export type BoxRest = z.infer<typeof boxRest>;

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
