import { answers, type Claim } from "./claims.ts";

/** What is claimed of the other primitives. Numbers: CPython's cases, see the README. */
export const primitiveClaims: readonly Claim[] = [
  // 35, 37, 53
  answers(
    "Semaphore: never more inside than permits, and nobody left outside",
    "crowd",
    { passed: 8, isWithin: true, free: 2 },
    2,
    4,
    2,
  ),
  answers("Semaphore: permits given back together reach everybody they fit", "releaseMany", 3),
  // 36
  answers("Semaphore: of ten tries at three permits three succeed", "tryTogether", 3),
  // 17, 18
  answers("Event: lets all go who wait, and makes wait who come after clear", "pulse", { passed: 3, later: false }),
  // 25, 28, 31
  answers("Condition: each notify serves one more", "feed", { passed: 3, left: 0 }, 3),
  // 43
  answers("Barrier: nobody early, nobody a round ahead", "laps", { passed: 9, isInStep: true }, 3),
];

/** What must hold wherever a time-out passes. */
export const givingUpClaims: readonly Claim[] = [
  answers("Semaphore: who waits behind a larger request that gives up is served", "outlastLarge", true),
  answers("Event: one that gives up takes nobody's wake-up", "outlastWaiter", true),
  answers("Condition: one that gives up takes no notify along", "outlastConsumer", true),
  // 47
  answers("Barrier: one that gives up breaks it for all, or for none", "breakOrPass", true),
];

/** Who is woken, and when: in `wake-up-programs.ts`. */
export const wakeUpClaims: readonly Claim[] = [
  // 26, 29, 32
  answers("Condition: all are woken at once, with the lock, and not before the notifier has released it", "wakeAll", {
    woken: 3,
    early: 0,
  }),
  // 37
  answers("Semaphore: so many permits, so many pass", "sevenBySeven", [7, 14, 0, 20, 0]),
];

/** The same, where no time-out passes but that of the program: not in rounds that let one pass early. */
export const inTimeClaims: readonly Claim[] = [
  // 38
  answers("Semaphore: a time-out on none passes, on a free one does not matter", "permitInTime", [false, 1, true, 0]),
];
