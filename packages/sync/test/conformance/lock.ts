import { deepStrictEqual, ok } from "node:assert";
import { answers, type Claim } from "./claims.ts";

/** What is claimed of any lock. Numbers: CPython's cases, see the README. */
export const lockClaims: readonly Claim[] = [
  // 1, 2, 6
  answers("is free at first, held after acquire, and free again after release", "takeTurns", [
    true,
    false,
    true,
    false,
  ]),
  // 10
  answers("refuses a release that nobody is due", "releaseFree", "NotHeldError"),
  answers("is given back by one only of two who give it back at once", "releaseTogether", {
    told: ["NotHeldError", "released"],
    taken: [true, false],
  }),
  // 3
  answers("holds everybody back until it is released, and then serves all", "holdBack", { before: 0, after: 5 }),
  // 7
  {
    claim: "answers false when the time is over, and not before",
    async check(run, kind) {
      for (const result of await run("waitInVain", kind)) {
        ok(typeof result === "object" && result !== null && "taken" in result && "waitedMs" in result);
        deepStrictEqual(result.taken, false);
      }
    },
  },
  // 8, 9
  answers("makes its own holder wait, until another thread releases it", "acquireTwice", false),
  // 15
  {
    claim: "serves the others after one gave up",
    async check(run, kind) {
      for (const result of await run("outlastOne", kind)) {
        ok(typeof result === "object" && result !== null && "served" in result && "gaveUp" in result);
        deepStrictEqual([result.served, result.gaveUp], [2, 1]);
      }
    },
  },
  // 14
  answers("stays held when its holder ends, and can be released by others", "dieInside", true),
  answers("lets one thread in at a time, and loses no addition", "addTogether", { count: 12, peak: 1 }, 3, 4),
];
