import type { ScheduleEvent } from "@lockstep/contracts";

/** What a rule can look at and change. */
export interface RuleState {
  value: number;
  /** For what doesn't fit into a number: items of a queue, as texts. */
  content: string[];
  /** Threads that sleep on it. */
  readonly sleepers: readonly unknown[];
}

/** An order that is finer than "whoever published here". */
export type Edge =
  /** Permits: who takes one follows only whoever gave that one back, the oldest first. */
  | { readonly kind: "take" | "give"; readonly permits: number }
  /** Readers follow writers only; writers follow everybody. */
  | { readonly kind: "enter" | "leave"; readonly side: "read" | "write" }
  /** An item of a queue, which comes to stand at that place: who takes it out follows whoever put it in. */
  | { readonly kind: "insert"; readonly at: number; readonly follows: boolean }
  /** The first item of a queue. */
  | { readonly kind: "remove"; readonly publishes: boolean };

export type Order = "follow" | "publish" | "both" | Edge;

/**
 * One operation of a primitive that is no lock, semaphore or condition. It happens in one step, when it can.
 * A rule must not keep anything outside the state.
 */
export interface Rule {
  /** How it is told. */
  readonly step: ScheduleEvent["step"];
  /** What it orders: `follow`: what was done before by those who published here comes before what the thread does next. */
  readonly edge: Order | ((before: RuleState) => Order);
  /** Whether thread number `me` can go on; absent: always. */
  readonly isReady?: (state: RuleState, me: number) => boolean;
  /** Does it, and answers; -1: nothing was done. */
  readonly apply: (state: RuleState, me: number) => number;
  /** Who waits here waits for a word of somebody, not for something that somebody holds. */
  readonly isSleep?: boolean;
  /** Only looks: two of them can change places. */
  readonly isLook?: boolean;
  /** Whether it may pass without a decision, since it takes nothing from anybody: a release. */
  readonly isGift?: boolean;
}

/** After a wait: the lock is held again, as often as before. */
export function takeBack(saved: number): Rule {
  return {
    step: "acquire",
    edge: "follow",
    isReady: ({ value }) => value === 0,
    apply: (state) => {
      state.value = saved;
      return 1;
    },
  };
}
