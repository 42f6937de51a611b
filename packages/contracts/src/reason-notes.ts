import type { Reason } from "./verdict.ts";

/** What whoever writes an exercise has to know of a reason. */
export interface ReasonNote {
  /** Who gives it: a test by its `otherwise`, the judge without a word in the test, or either. */
  readonly givenBy: "test" | "judge" | "either";
  /** When. */
  readonly when: string;
}

/** For authors of exercises; what students read of a reason stands in `@lockstep/ui`. */
export const reasonNotes: Readonly<Record<Reason, ReasonNote>> = {
  race: { givenBy: "test", when: "the result depends on who comes first: something was checked and done in two steps" },
  "data-race": {
    givenBy: "judge",
    when: "under `explore`, nothing orders two accesses of the student's code to one place, and one of them writes",
  },
  "lost-update": { givenBy: "test", when: "two read the same value, and the later write wipes out the earlier one" },
  deadlock: { givenBy: "judge", when: "all that are left wait for one another" },
  "lost-wake-up": { givenBy: "judge", when: "nobody is left but sleepers, whom nobody wakes" },
  livelock: { givenBy: "judge", when: "a schedule goes round for ever, or has more steps than it may have" },
  starvation: { givenBy: "either", when: "somebody who could go on is never served, or a wait never ends" },
  "lock-held": { givenBy: "judge", when: "a thread has ended and still holds a lock" },
  order: {
    givenBy: "test",
    when: "the steps were done in another order than was asked for; of `toKeepInFlight`, too many at once",
  },
  "not-parallel": { givenBy: "either", when: "`toSpeedUp`, `measureThreads`: more cores make it hardly any faster" },
  "not-overlapped": {
    givenBy: "either",
    when: "waits stand in line; `toKeepInFlight`, `measureWaits`, and `toAllowEveryOutcome` where you say so",
  },
  "busy-wait": {
    givenBy: "judge",
    when: "`toSpeedUp`, `toWaitWithoutSpinning`: somebody looks again and again until something changes",
  },
  protocol: {
    givenBy: "either",
    when: "the contract of the statement is broken, or an observation has another shape than your schema",
  },
  leak: { givenBy: "either", when: "a thread, or another thing that was opened, is still there when all is over" },
  "wrong-result": { givenBy: "either", when: "the answer is wrong, whoever came first" },
  "uncaught-error": { givenBy: "judge", when: "an error left the student's function; its verdict is `runtime-error`" },
  limit: {
    givenBy: "judge",
    when: "time, memory or output ran out; its verdict says which, such as `cpu-time-limit`",
  },
};
