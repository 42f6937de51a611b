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
import { random } from "./random.ts";
import { scenario as named } from "./scenario.ts";
import * as told from "./told-waits.ts";

/** What a scenario with real waits has to observe. */
const observation = z.strictObject({
  /** In the order of the questions; null: the student gave back something else. */
  answers: z.array(z.string().nullable()).nullable(),
  /** Most that were under way at once. */
  most: z.int(),
  /** No question was asked that is none, or a second time. */
  isOnce: z.boolean(),
  /** The student's promise has settled. */
  hasEnded: z.boolean(),
  /** From the first question until then, by the scenario's own clock. */
  timeMs: z.number().min(0),
});

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
 * without what the machine took; in between the round says nothing. The first round isn't counted.
 *
 * Answers are random, so they can't be had without the wait. The time that counts for a student is read outside the box.
 * @param freshWaitsMs makes the waits of one round.
 */
export async function measureWaits(
  scenario: string,
  freshWaitsMs: () => readonly number[],
  { atMost, onAverage, rule = LEAD_RULE }: WaitsOptions,
): Promise<void> {
  const target = named(scenario, observation);
  await round();
  const { verdict, because, votes } = await decideFlights(round, { atLeast: 1, atMost, onAverage }, rule);
  switch (verdict) {
    case "fast":
      return remark(told.figuresOfWaits(shown(votes, atMost)), 0);
    case "slow":
      return fail(because ?? "not-overlapped", votes);
    case "busy":
      return abstain(told.tooBusyForWaits(votes.length), `the machine is too busy: ${JSON.stringify(votes)}`);
  }

  async function round(): Promise<FlightRound> {
    const waitsMs = freshWaitsMs();
    const answers = waitsMs.map(() => `answer ${random().int(100_000, 999_999)}`);
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
    const { timeMs: wallMs, runDelayMs } = reply.wall;
    return {
      most: seen.most,
      mean: wallMs === 0 ? 0 : sumMs / wallMs,
      wallMs,
      // What passed outside the scenario is ours: it can be in a student's way, and is no fault.
      overdueMs: Math.max(0, wallMs - seen.timeMs),
      clientDelayMs: runDelayMs,
      serverDelayMs: 0, // they are one thread
      answered: seen.answers?.length ?? 0,
      unanswered: 0,
      breach: seen.isOnce ? null : "a question that is none, or a second time",
      isRight: JSON.stringify(seen.answers) === JSON.stringify(answers),
    };
  }

  function fail(reason: FlightBecause, all: readonly FlightVote[]): never {
    if (reason === "not-overlapped")
      note({ verdict: "wrong-answer", reason, seen: told.tooFewWaits(shown(all, atMost)) });
    else note({ verdict: "wrong-answer", reason: "wrong-result" });
    throw new RunFailedError(`${reason}: ${JSON.stringify(all)}`);
  }
}

/** The rounds in a few numbers. */
function shown(votes: readonly FlightVote[], atMost: number): told.OfWaits {
  const means = votes.map(({ mean }) => mean);
  return { atMost, rounds: votes.length, mean: median(means), least: Math.min(...means), most: Math.max(...means) };
}
