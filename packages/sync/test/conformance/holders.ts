import { answers, type Claim } from "./claims.ts";

/** What is claimed of RLock, RWLock, Latch and Once. Numbers: CPython's cases, see the README. */
export const holderClaims: readonly Claim[] = [
  // 11
  answers(
    "RLock: one thread is inside until it has released as often as acquired",
    "nested",
    { left: 12, peak: 1 },
    3,
    2,
  ),
  // 12, 13
  answers("RLock: nobody but the holder takes or releases it", "foreign", 2),
  answers(
    "RWLock: no reader beside a writer, no two writers, everybody served",
    "library",
    { read: 2, written: 2, mixed: 0, isAlone: true },
    2,
    2,
  ),
  answers("RWLock: readers are inside together", "together", 2),
  answers("Latch: opens when all have counted, no sooner, and stays open", "allDone", [3, true]),
  answers("Once: its body runs once, and nobody goes on before it has", "once", [1, 0], 3),
];

/** What must hold wherever a time-out passes. */
export const holderGivingUpClaims: readonly Claim[] = [
  answers("RLock: one that gives up takes nobody's turn", "outlastHolder", [2, true]),
  answers("Latch: one that gives up holds nobody back", "outlastLatch", 1),
];
