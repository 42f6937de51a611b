import type { DataRace } from "@lockstep/contracts";
import type { End } from "./box-answer.ts";

/** How much of all schedules was looked at. */
export type Coverage =
  /** All of them, at this size: what holds in them is proved for it. */
  | { readonly kind: "every" }
  /** All with up to `switches` forced switches, and some others. */
  | { readonly kind: "bounded"; readonly switches: number }
  | { readonly kind: "some" }
  /** Seeded ones, on real threads. */
  | { readonly kind: "sampled" };

/** What came out of some schedules: every distinct end, and an interleaving that leads to it. Matchers take it. */
export interface Observed<Observation> {
  /** Schedules that were looked at. */
  readonly rounds: number;
  readonly ends: readonly End<Observation>[];
}

/** The same, with what is known of the other schedules. */
export interface Exploration<Observation> extends Observed<Observation> {
  readonly coverage: Coverage;
  /** Of the student's accesses to plain fields; none are known where it was sampled, or where they are allowed. */
  readonly races: readonly DataRace[];
  /** What must hold, where the test has said it with the exploration. */
  readonly invariant: ((observation: Observation) => boolean) | null;
}
