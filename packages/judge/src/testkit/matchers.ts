import type { Reason } from "@lockstep/contracts";
import { expect } from "vitest";
import { note } from "./failure.ts";
import type { Exploration } from "./scenario.ts";
import * as told from "./told.ts";

/** How a property is told to a student when it breaks. `otherwise` is the reason the case then gets. */
export interface Property {
  readonly otherwise: Reason;
}

interface LockstepMatchers<R, T> {
  /** Demands that the invariant is true of what every explored schedule led to. */
  toHoldInEverySchedule(invariant: (observation: Observed<T>) => boolean, property: Property): R;
}
type Observed<T> = T extends Exploration<infer Observation> ? Observation : never;

declare module "vitest" {
  // oxlint-disable-next-line typescript/no-empty-object-type -- the way in which vitest takes new matchers
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends LockstepMatchers<
    R,
    T
  > {}
}

/** Adds the matchers to `expect`. */
export function extendExpect(): void {
  expect.extend({ toHoldInEverySchedule });
}

type Invariant = (observation: never) => boolean;

function toHoldInEverySchedule(result: Exploration<never>, invariant: Invariant, property: Property) {
  const broken = result.ends.filter((end) => !invariant(end.observation));
  const [first] = broken.toSorted((a, b) => stepsOf(a) - stepsOf(b));
  if (first) {
    note({
      verdict: "wrong-answer",
      reason: property.otherwise,
      seen: told.broken({ count: broken.reduce((sum, end) => sum + end.count, 0), rounds: result.rounds }),
      schedule: first.schedule,
    });
  }
  return {
    pass: first === undefined,
    message: () =>
      `the invariant is ${first === undefined ? "true" : "broken"}; seen: ${JSON.stringify(first?.observation)}`,
  };
}

/** The shortest failing schedule is the easiest to read. */
function stepsOf(end: Exploration<never>["ends"][number]): number {
  return end.schedule === null ? Infinity : end.schedule.events.length + end.schedule.truncated;
}
