import {
  decideFlights,
  type FlightBecause,
  type FlightRound,
  type FlightVote,
  LEAD_RULE,
  type LeadRule,
  median,
} from "@lockstep/measure/claims";
import { z } from "zod";
import { ask, failUnlessReturned, parsed } from "./box-answer.ts";
import { abstain, note, remark, RunFailedError } from "./failure.ts";
import { secret } from "./random.ts";
import { scenario as named } from "./scenario.ts";
import * as told from "./told-waits.ts";

/** What a scenario with real waits has to observe. */
const observation = z.strictObject({
  /** In the order of the questions; null: the student gave back something else. */
  answers: z.array(z.string().nullable()).nullable(),
  /** How many questions were asked, and how many of them were not answered yet at the end. */
  asked: z.int(),
  underWay: z.int(),
  /** Most that were under way at once. */
  most: z.int(),
  /** No question was asked that is none, or a second time. */
  isOnce: z.boolean(),
  /** The student's promise has settled. */
  hasEnded: z.boolean(),
  /** The student started no thread. */
  isAlone: z.boolean(),
  /** From before the student's module is loaded until nothing of it can run in this thread, by the scenario's own clock. */
  timeMs: z.number().min(0),
});
type Seen = z.infer<typeof observation>;

/** Timers count whole milliseconds: a wait may be over so much early. */
const GRAIN_MS = 1;
/** A round takes too long beyond so many times what it must take, and this long. */
const TIMES_MAX = 8;
const SLACK_MS = 1000;

export interface WaitsOptions {
  /** Most that may be under way at once. */
  readonly atMost: number;
  /** How many must be, over the whole round. Some places stay empty at the end: seven tenths of `atMost` is fair. */
  readonly onAverage: number;
  /** How many rounds decide; at most 12 where absent. */
  readonly rule?: LeadRule;
}

/**
 * Demands that waits overlap, in real time: the scenario gets `{ waitsMs, answers, atMost }`, answers the question i with
 * `answers[i]` after `waitsMs[i]`, and observes the shape above. Σ `waitsMs` ÷ time is how many were under way on
 * average: load makes the time longer and nothing else, so who was fast enough was. Who was not is held against the time
 * without what the machine took; in between the round says nothing. The first round isn't counted. One that takes several
 * times as long as it must, and not because of the machine, decides by itself.
 *
 * Answers can't be worked out, every question must be asked, and no wait may be shorter than it is: so answers can't be had
 * without the waits. The time that counts for a student is read outside the box.
 * @param freshWaitsMs makes the waits of one round.
 */
export async function measureWaits(
  scenario: string,
  freshWaitsMs: () => readonly number[],
  { atMost, onAverage, rule = LEAD_RULE }: WaitsOptions,
): Promise<void> {
  const target = named(scenario, observation);
  let rounds = 0;
  await round();
  const { verdict, because, votes } = await decideFlights(round, { atLeast: 1, atMost, onAverage }, rule);
  switch (verdict) {
    case "fast":
      return remark(told.figuresOfWaits(shown(meansOf(votes), atMost)), 0);
    case "slow":
      return fail(because ?? "not-overlapped", votes);
    case "busy":
      return abstain(told.tooBusyForWaits(votes.length), `the machine is too busy: ${JSON.stringify(votes)}`);
  }

  async function round(): Promise<FlightRound> {
    const waitsMs = freshWaitsMs();
    rounds += 1;
    const answers = waitsMs.map((_waitMs, i) => `answer ${secret(`${scenario} ${rounds} ${i}`)}`);
    const input = { waitsMs: [...waitsMs], answers, atMost };
    const reply = await ask(target.name, input, { mode: "free", rounds: 1, stepsMax: 1, cores: 1 });
    const [end] = "outcomes" in reply ? reply.outcomes : [];
    if (!end || !("outcomes" in reply)) throw new Error("an answer without outcomes");
    failUnlessReturned(end, { count: 1, rounds: 1 });
    const seen = parsed(target, end).observation;
    if (!reply.wall) {
      const internal = "not measurable here: this kernel keeps no account of threads (CONFIG_SCHED_INFO, gVisor)";
      note({ verdict: "internal-error", reason: null, seen: told.notMeasurableHere(), internal });
      throw new RunFailedError(internal);
    }
    if (!seen.hasEnded) {
      note({ verdict: "wrong-answer", reason: "starvation", seen: told.neverEnded() });
      throw new RunFailedError("its promise never settles");
    }
    const sumMs = waitsMs.reduce((sum, waitMs) => sum + waitMs, 0);
    const { timeMs: wallMs } = reply.wall;
    const mean = wallMs === 0 ? 0 : sumMs / wallMs;
    // Of a student with more threads nobody can say what the machine took: they outlive the scenario, and delay each other.
    const overdueMs = seen.isAlone ? Math.max(0, wallMs - seen.timeMs) : 0;
    const clientDelayMs = seen.isAlone ? reply.wall.runDelayMs : 0;
    if (wallMs - overdueMs - clientDelayMs > TIMES_MAX * (sumMs / atMost) + SLACK_MS) {
      note({ verdict: "wrong-answer", reason: "not-overlapped", seen: told.tooFewWaits(shown([mean], atMost)) });
      throw new RunFailedError(`a round of ${wallMs} ms`);
    }
    return {
      most: seen.most,
      mean,
      wallMs,
      overdueMs, // ours: what passed outside the scenario
      clientDelayMs,
      serverDelayMs: 0, // they are one thread
      answered: seen.answers?.length ?? 0,
      unanswered: 0,
      breach:
        breachOf(seen, waitsMs.length) ?? (sumMs - waitsMs.length * GRAIN_MS > atMost * wallMs ? TOO_EARLY : null),
      isRight: JSON.stringify(seen.answers) === JSON.stringify(answers),
    };
  }

  function fail(reason: FlightBecause, all: readonly FlightVote[]): never {
    if (reason === "not-overlapped")
      note({ verdict: "wrong-answer", reason, seen: told.tooFewWaits(shown(meansOf(all), atMost)) });
    else note({ verdict: "wrong-answer", reason: "wrong-result" });
    throw new RunFailedError(`${reason}: ${JSON.stringify(all)}`);
  }
}

const TOO_EARLY = "it was over before its waits can have been";

/** What a student has done that is none of the ways to ask; null: nothing. */
function breachOf({ isOnce, asked, underWay }: Seen, count: number): string | null {
  if (!isOnce) return "a question that is none, or a second time";
  if (asked !== count) return "not every question was asked";
  return underWay === 0 ? null : "not every answer was waited for";
}

const meansOf = (votes: readonly FlightVote[]) => votes.map(({ mean }) => mean);

/** The rounds in a few numbers. */
function shown(means: readonly number[], atMost: number): told.OfWaits {
  return {
    atMost,
    rounds: means.length,
    mean: median(means),
    least: Math.min(...means),
    most: Math.max(...means),
  };
}
