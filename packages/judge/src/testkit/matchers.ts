import { plain, type Reason } from "@lockstep/contracts";
import { expect } from "vitest";
import { note, show } from "./failure.ts";
import type { Exploration } from "./scenario.ts";
import * as told from "./told.ts";

/** How a property is told to a student when it breaks. `otherwise` is the reason the case then gets. */
export interface Property {
  readonly otherwise: Reason;
}

interface LockstepMatchers<Observation> {
  /** Demands that the invariant is true of what every explored schedule led to. */
  toHoldInEverySchedule(
    invariant: (observation: Observation extends Exploration<infer Inner> ? Inner : never) => boolean,
    property: Property,
  ): void;
}

declare module "vitest" {
  // oxlint-disable-next-line typescript/no-empty-object-type -- the way in which vitest takes new matchers
  interface Matchers<T> extends LockstepMatchers<T> {}
}

export function extendExpect(): void {
  expect.extend({
    toHoldInEverySchedule(
      result: Exploration<unknown>,
      invariant: (observation: unknown) => boolean,
      property: Property,
    ) {
      const broken = result.ends.filter((end) => !invariant(end.observation));
      const [first] = broken.toSorted((a, b) => stepsOf(a) - stepsOf(b));
      if (first) {
        const count = broken.reduce((sum, end) => sum + end.count, 0);
        note({
          verdict: "wrong-answer",
          reason: property.otherwise,
          seen: told.broken({ count, rounds: result.rounds }),
          schedule: first.schedule,
          internal: `seen ${show(plain.parse(first.observation))}`,
        });
      }
      return {
        pass: broken.length === 0,
        message: () =>
          `the invariant is ${broken.length === 0 ? "true" : "broken"}; seen: ${JSON.stringify(first?.observation)}`,
      };
    },
  });
}

/** The shortest failing schedule is the easiest to read. */
function stepsOf(end: Exploration<unknown>["ends"][number]): number {
  return end.schedule === null ? Infinity : end.schedule.events.length + end.schedule.truncated;
}
