import type { z } from "zod";

/** A scenario of the exercise and the shape of what it observes. */
export interface Scenario<Observation> {
  readonly name: string;
  readonly observation: z.ZodType<Observation>;
}

/** Names `scenarios/<name>.ts` and the schema by which its observation is parsed. */
export function scenario<Observation>(name: string, observation: z.ZodType<Observation>): Scenario<Observation> {
  return { name, observation };
}
