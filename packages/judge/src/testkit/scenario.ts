import type { BoxAnswer, DistinctOutcome, Plain, Schedule } from "@lockstep/contracts";
import { TestRunner } from "vitest";
import type { z } from "zod";
import type { RunReply } from "../protocol.ts";
import { requestRun } from "./connection.ts";
import { note, RunFailedError, show } from "./failure.ts";
import { Random, testSeed } from "./random.ts";
import * as told from "./told.ts";

/** A scenario of the exercise and the shape of what it observes. */
export interface Scenario<Observation> {
  readonly name: string;
  readonly observation: z.ZodType<Observation>;
}

/** Names `scenarios/<name>.ts` and the schema by which its observation is parsed. */
export function scenario<Observation>(name: string, observation: z.ZodType<Observation>): Scenario<Observation> {
  return { name, observation };
}

/** What came out of many rounds: every distinct end, how often, and an interleaving that leads to it. */
export interface Exploration<Observation> {
  readonly rounds: number;
  readonly ends: readonly End<Observation>[];
}
export interface End<Observation> {
  readonly observation: Observation;
  readonly count: number;
  readonly schedule: Schedule | null;
}

/**
 * Runs the scenario on real threads under many schedules, one thread at a time, switched by seeded choices at every shared
 * access. Ends that leave no observation (deadlock, livelock, an uncaught error, a limit) fail the test here, with reason
 * and schedule.
 * @param options.rounds schedules to try, 1 to 5000; 200 where absent.
 * @param options.stepsMax decision points in one round before it counts as a livelock; 20,000 where absent.
 */
export async function explore<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  options: { readonly rounds?: number; readonly stepsMax?: number } = {},
): Promise<Exploration<Observation>> {
  const { rounds = 200, stepsMax = 20_000 } = options;
  const answer = await ask(target.name, input, "gated", rounds, stepsMax);
  // A rare failure beside many good ends is still a failure: look at the bad ends first.
  for (const end of answer.outcomes) failUnlessReturned(end, answer.rounds);
  // Fail closed: an end that is not told, or a round that was not run, is one that nobody has judged.
  if (answer.rounds !== rounds || answer.outcomes.reduce((sum, { count }) => sum + count, 0) !== rounds) {
    note({ verdict: "runtime-error", reason: "protocol", seen: told.disturbed() });
    throw new RunFailedError(`${rounds} rounds were asked for, and not all of them are told`);
  }
  return { rounds: answer.rounds, ends: answer.outcomes.map((end) => parsed(target, end)) };
}

/** Runs the scenario once on real threads at full speed. */
export async function run<Observation>(target: Scenario<Observation>, input: Plain): Promise<Observation> {
  const answer = await ask(target.name, input, "free", 1, 1_000_000);
  const [end] = answer.outcomes;
  if (!end) throw new Error("an answer without outcomes");
  failUnlessReturned(end, answer.rounds);
  return parsed(target, end).observation;
}

async function ask(
  name: string,
  input: Plain,
  mode: "free" | "gated",
  rounds: number,
  stepsMax: number,
): Promise<Answer> {
  const seeds = new Random(testSeed(`rounds of ${name} ${JSON.stringify(input)}`));
  const reply = await requestRun({
    test: TestRunner.getCurrentTest()?.name ?? "",
    scenario: name,
    input,
    mode,
    seeds: Array.from({ length: rounds }, () => seeds.uint32()),
    stepsMax,
  });
  return answerOf(reply);
}

type Answer = Omit<BoxAnswer, "nonce">;

/** Fail closed: only an answered run gives an answer. */
function answerOf(reply: RunReply): Answer {
  switch (reply.status) {
    case "answered":
      if (reply.answer) return reply.answer;
      note({ verdict: "internal-error", reason: null, internal: "answered without an answer" });
      break;
    case "ended-early":
      note({ verdict: "runtime-error", reason: "protocol", seen: told.endedEarly() });
      break;
    case "protocol-violation":
      note({ verdict: "runtime-error", reason: "protocol", seen: told.disturbed() });
      break;
    case "cpu-time-limit":
    case "wall-time-limit":
    case "memory-limit":
    case "output-limit":
      note({ verdict: reply.status, reason: "limit" });
      break;
    case "sandbox-error":
      note({ verdict: "internal-error", reason: null, internal: reply.detail });
      break;
  }
  throw new RunFailedError(`${reply.status}: ${reply.detail}`);
}

function failUnlessReturned({ outcome, count, schedule }: DistinctOutcome, rounds: number): void {
  const often = { count, rounds };
  switch (outcome.kind) {
    case "returned": {
      const [held] = outcome.held;
      if (!held) return;
      note({ verdict: "wrong-answer", reason: "lock-held", seen: told.held(held, often), schedule });
      break;
    }
    case "deadlock": {
      const reason = outcome.waiting.some((thread) => thread.holderEnded) ? "lock-held" : "deadlock";
      note({ verdict: "wrong-answer", reason, seen: told.waiting(outcome.waiting, often), schedule });
      break;
    }
    case "livelock":
      note({ verdict: "wrong-answer", reason: "livelock", seen: told.steps(outcome.steps, often), schedule });
      break;
    case "threw":
      if (outcome.whose === "scenario") {
        note({ verdict: "internal-error", reason: null, internal: `the scenario threw ${outcome.error.stack}` });
      } else if (outcome.error.name === "OwnerDiedError") {
        // The next thread ran into a lock that somebody ended with: what is wrong is that it was not released.
        note({ verdict: "wrong-answer", reason: "lock-held", seen: told.error(outcome.error, often), schedule });
      } else {
        note({ verdict: "runtime-error", reason: "uncaught-error", seen: told.error(outcome.error, often), schedule });
      }
      break;
    case "unusable":
      note({ verdict: "runtime-error", reason: "uncaught-error", seen: told.unusable(outcome.error) });
      break;
  }
  throw new RunFailedError(outcome.kind);
}

/** The observation is input from outside: whatever doesn't fit its schema decides against the submission. */
function parsed<Observation>(target: Scenario<Observation>, end: DistinctOutcome): End<Observation> {
  if (end.outcome.kind !== "returned") throw new Error("only a returned outcome has an observation");
  const result = target.observation.safeParse(end.outcome.observation);
  if (result.success) return { observation: result.data, count: end.count, schedule: end.schedule };
  note({
    verdict: "wrong-answer",
    reason: "protocol",
    seen: told.strangeAnswer(),
    schedule: end.schedule,
    internal: `observed ${show(end.outcome.observation)}`,
  });
  throw new RunFailedError(`the observation of ${target.name} has another shape: ${result.error.message}`);
}
