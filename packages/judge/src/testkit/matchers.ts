import type { Plain, Reason } from "@lockstep/contracts";
import { expect } from "vitest";
import { sampledOf } from "./box-answer.ts";
import { note, show, TestMistakeError } from "./failure.ts";
import type { Exploration, Observed } from "./exploration.ts";
import { currentOutcomes } from "./grading.ts";
import type { MatcherName } from "./matcher-names.ts";
import { canonical, outcomeInWords } from "./outcome-words.ts";
import {
  type TimingMatchers,
  toGrowAtMost,
  toKeepInFlight,
  toSpeedUp,
  toWaitWithoutSpinning,
} from "./timing-matchers.ts";
import * as told from "./told.ts";

/** How a property is told to a student when it breaks. `otherwise` is the reason the case then gets. */
export interface Property {
  readonly otherwise: Reason;
}

interface LockstepMatchers<R, T> extends TimingMatchers<R> {
  /**
   * Demands that the invariant is true of what every explored schedule led to, and that no two threads touched a plain field
   * unordered.
   */
  toHoldInEverySchedule(invariant: (observation: ObservationOf<T>) => boolean, property: Property): R;
  /** The same, for an invariant that was said with the exploration. */
  toHoldInEverySchedule(property: Property): R;
  /**
   * Demands that each of these ends is possible: one that the program's locks make impossible is named. Says nothing where
   * not every schedule was explored.
   */
  toAllowEveryOutcome(outcomes: readonly ObservationOf<T>[], property: Property): R;
}
type ObservationOf<T> = T extends Observed<infer Observation> ? Observation : never;

declare module "vitest" {
  // oxlint-disable-next-line typescript/no-empty-object-type -- the way in which vitest takes new matchers
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends LockstepMatchers<
    R,
    T
  > {}
}

/** Adds the matchers to `expect`. */
export function extendExpect(): void {
  const all = {
    toHoldInEverySchedule: awaited("toHoldInEverySchedule", toHoldInEverySchedule),
    toAllowEveryOutcome: awaited("toAllowEveryOutcome", toAllowEveryOutcome),
    toSpeedUp: awaited("toSpeedUp", toSpeedUp),
    toKeepInFlight: awaited("toKeepInFlight", toKeepInFlight),
    toWaitWithoutSpinning: awaited("toWaitWithoutSpinning", toWaitWithoutSpinning),
    toGrowAtMost: awaited("toGrowAtMost", toGrowAtMost),
  } satisfies Record<MatcherName, unknown>;
  expect.extend(all);
}

/** The matcher, which says so where it is given what explore() and the like promise instead of what came of it. */
function awaited<Given, Rest extends readonly unknown[], Answer>(
  name: MatcherName,
  matcher: (given: Given, ...rest: Rest) => Answer,
): (given: Given, ...rest: Rest) => Answer {
  return (given, ...rest) => {
    if (given instanceof Promise) throw new TestMistakeError(`${name} was given a promise: await it`);
    return matcher(given, ...rest);
  };
}

type Invariant = (observation: never) => boolean;

/** Of what a test has put together itself. */
const UNKNOWN: Pick<Exploration<never>, "coverage" | "races" | "invariant"> = {
  coverage: { kind: "sampled" },
  races: [],
  invariant: null,
};

function toHoldInEverySchedule(
  observed: Observed<never> | Exploration<never>,
  ...given: readonly [invariant: Invariant, property: Property] | readonly [property: Property]
) {
  const result = "races" in observed ? observed : { ...observed, ...UNKNOWN };
  const [invariant, { otherwise }] = given.length === 2 ? given : [result.invariant, given[0]];
  if (!invariant) throw new TestMistakeError("no invariant was said, neither to explore() nor to the matcher");
  const broken = result.ends.filter((end) => !invariant(end.observation));
  const [first] = broken.toSorted((a, b) => stepsOf(a) - stepsOf(b));
  const [race] = result.races;
  if (first) {
    const { rounds } = result;
    const count = broken.reduce((sum, end) => sum + end.count, 0);
    const often = result.coverage.kind === "sampled" ? { count, rounds } : { explored: rounds };
    const [seen, sampled] = [told.broken(often), sampledOf(often)];
    note({ verdict: "wrong-answer", reason: otherwise, seen, schedule: first.schedule, sampled });
  } else if (race) {
    note({ verdict: "wrong-answer", reason: "data-race", seen: told.race(race) });
  }
  return {
    pass: first === undefined && race === undefined,
    message: () =>
      first
        ? `the invariant is broken; seen: ${JSON.stringify(first.observation)}`
        : `the invariant is true${race ? `, and there is a data race on ${race.on}` : ""}`,
  };
}

function toAllowEveryOutcome(result: Exploration<Plain>, outcomes: readonly Plain[], { otherwise }: Property) {
  const seen = new Set(result.ends.map(({ observation }) => canonical(observation)));
  const isKnown = result.coverage.kind === "every";
  const missing = isKnown ? outcomes.filter((outcome) => !seen.has(canonical(outcome))) : [];
  const [first] = missing;
  if (first !== undefined)
    note({
      verdict: "wrong-answer",
      reason: otherwise,
      seen: told.impossible(outcomeInWords(first, currentOutcomes()), missing.length),
    });
  return {
    pass: missing.length === 0,
    message: () => `never ends with: ${missing.map(show).join(" · ") || "nothing that was asked for"}`,
  };
}

/** The shortest failing schedule is the easiest to read. */
function stepsOf(end: Exploration<never>["ends"][number]): number {
  return end.schedule === null ? Infinity : end.schedule.events.length + end.schedule.truncated;
}
