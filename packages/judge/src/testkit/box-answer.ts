import type { BoxAnswer, DistinctOutcome, Plain, Sampled, Schedule } from "@lockstep/contracts";
import { TestRunner } from "vitest";
import type { z } from "zod";
import type { RunReply, RunRequest } from "../protocol.ts";
import { requestRun } from "./connection.ts";
import { note, RunFailedError, show } from "./failure.ts";
import { Random, testSeed } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import * as told from "./told.ts";

/** One end of a scenario, how often it was met, and an interleaving that leads to it. */
export interface End<Observation> {
  readonly observation: Observation;
  readonly count: number;
  readonly schedule: Schedule | null;
}

/** Places that are told of an observation that doesn't fit. */
const MISFITS_MAX = 3;

/** What a test asks of a box. */
export interface Asked extends Pick<RunRequest, "mode" | "stepsMax" | "budget" | "timing" | "cores"> {
  readonly rounds: number;
}

export type Answer = Omit<BoxAnswer, "nonce">;

/** Why something was not explored, and whose text it lies in. */
export type Refusal = NonNullable<RunReply["refusal"]>;

/** Has a box run the scenario; what can't be explored is answered, everything else but an answer fails the test. */
export async function ask(
  name: string,
  input: Plain,
  { mode, rounds, stepsMax, budget, timing, cores }: Asked,
): Promise<(Answer & Pick<RunReply, "accountedFor" | "wall">) | Refusal> {
  const reply = await replyTo(name, input, { mode, rounds, stepsMax, budget, timing, cores });
  if (reply.status === "not-explorable" && reply.refusal) return reply.refusal;
  return { ...answerOf(reply), accountedFor: reply.accountedFor, wall: reply.wall };
}

/** What the grader replies, whatever it is. */
export function replyTo(
  name: string,
  input: Plain,
  { mode, rounds, stepsMax, budget, timing, cores }: Asked,
): Promise<RunReply> {
  const seeds = new Random(testSeed(`rounds of ${name} ${JSON.stringify(input)}`));
  return requestRun({
    test: TestRunner.getCurrentTest()?.name ?? "",
    scenario: name,
    input,
    mode,
    seeds: Array.from({ length: rounds }, () => seeds.uint32()),
    stepsMax,
    ...(budget && { budget }),
    ...(timing && { timing }),
    ...(cores !== undefined && { cores }),
  });
}

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
    case "output-limit":
      note({ verdict: reply.status, reason: "limit" });
      break;
    case "memory-limit":
      note({ verdict: reply.status, reason: "limit", seen: told.outOfMemory() });
      break;
    case "sandbox-error":
    case "no-cores":
    case "not-explorable":
      note({ verdict: "internal-error", reason: null, internal: reply.detail });
      break;
  }
  throw new RunFailedError(`${reply.status}: ${reply.detail}`);
}

/** An end that leaves no observation decides the case: it is noted, and ends the test. */
export function failUnlessReturned({ outcome, schedule }: DistinctOutcome, often: told.Often): void {
  const sampled = sampledOf(often);
  switch (outcome.kind) {
    case "returned": {
      const [held] = outcome.held;
      if (!held) return;
      note({ verdict: "wrong-answer", reason: "lock-held", seen: told.held(held, often), schedule, sampled });
      break;
    }
    case "deadlock": {
      const reason = outcome.waiting.some((thread) => thread.holderEnded) ? "lock-held" : "deadlock";
      note({ verdict: "wrong-answer", reason, seen: told.waiting(outcome.waiting, often), schedule, sampled });
      break;
    }
    case "lost-wake-up":
      note({
        verdict: "wrong-answer",
        reason: "lost-wake-up",
        seen: told.asleep(outcome.waiting, often),
        schedule,
        sampled,
      });
      break;
    case "leaked-thread":
      note({ verdict: "wrong-answer", reason: "leak", seen: told.leaked(outcome.waiting, often), schedule, sampled });
      break;
    case "round":
      note({
        verdict: "wrong-answer",
        reason: outcome.isStarving ? "starvation" : "livelock",
        seen: outcome.isStarving ? told.starving(often) : told.turning(often),
        schedule,
        sampled,
      });
      break;
    case "too-long":
      if (outcome.isSpinning) note({ verdict: "wrong-answer", reason: "busy-wait", seen: told.spinning() });
      else note({ verdict: "cpu-time-limit", reason: "limit", seen: told.tooLong() });
      break;
    case "refused": // answered for explored runs, and looked at before
      note({ verdict: "runtime-error", reason: "protocol", seen: told.disturbed() });
      break;
    case "livelock":
      note({ verdict: "wrong-answer", reason: "livelock", seen: told.steps(outcome.steps, often), schedule, sampled });
      break;
    case "threw":
      if (outcome.whose === "scenario") {
        note({ verdict: "internal-error", reason: null, internal: `the scenario threw ${outcome.error.stack}` });
      } else if (outcome.error.name === "OwnerDiedError") {
        // The next thread ran into a lock that somebody ended with: what is wrong is that it was not released.
        note({
          verdict: "wrong-answer",
          reason: "lock-held",
          seen: told.error(outcome.error, often),
          schedule,
          sampled,
        });
      } else {
        note({
          verdict: "runtime-error",
          reason: "uncaught-error",
          seen: told.error(outcome.error, often),
          schedule,
          sampled,
        });
      }
      break;
    case "unusable":
      note({ verdict: "runtime-error", reason: "uncaught-error", seen: told.unusable(outcome.error), sampled });
      break;
  }
  throw new RunFailedError(outcome.kind);
}

/** Null where it was not left to chance. What the box says of its rounds may be forged, and must not undo a failure. */
export function sampledOf(often: told.Often): Sampled | null {
  if ("explored" in often) return null;
  const tried = Math.max(often.rounds, often.count);
  return { broke: often.count, tried, asked: Math.max(often.asked ?? tried, tried) };
}

/** The observation is input from outside: whatever doesn't fit its schema decides against the submission. */
export function parsed<Observation>(target: Scenario<Observation>, end: DistinctOutcome): End<Observation> {
  if (end.outcome.kind !== "returned") throw new Error("only a returned outcome has an observation");
  const result = target.observation.safeParse(end.outcome.observation);
  if (result.success) return { observation: result.data, count: end.count, schedule: end.schedule };
  note({
    verdict: "wrong-answer",
    reason: "protocol",
    seen: told.strangeAnswer(),
    schedule: end.schedule,
    internal: `${target.name} observed ${show(end.outcome.observation)}: ${misfits(result.error)}`,
  });
  throw new RunFailedError(`the observation of ${target.name} has another shape`);
}

/** Where an observation doesn't fit its schema, and why. */
function misfits({ issues }: z.ZodError): string {
  return issues
    .slice(0, MISFITS_MAX)
    .map(({ path, message }) => `${path.length > 0 ? `${path.map(String).join(".")}: ` : ""}${message}`)
    .join("; ");
}
