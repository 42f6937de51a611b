import { answers, type Claim } from "@lockstep/sync/conformance";

/** What is claimed of any queue. Numbers: CPython's cases, see the README. */
export const queueClaims: readonly Claim[] = [
  // 73, 84
  answers("items leave in the order in which they came", "oneToOne", [1, 2, 3, 4, 5], 5),
  // 77, 83
  answers(
    "everybody is served, and each item arrives once",
    "manyToMany",
    { got: 6, sum: 21, later: "EmptyError" },
    3,
    2,
    2,
  ),
  // 75, 76
  answers("there are never more in it than its limit", "fillUp", ["in", "in", "FullError"]),
  // 87, 92
  answers("a shutdown wakes everybody who waits for an item", "shutOnGetters", 3),
  // 88, 90
  answers("a shutdown wakes everybody who waits for room, and what is in it can be taken", "shutOnPutters", [
    3,
    1,
    2,
    "ShutDownError",
    "ShutDownError",
  ]),
];

/** What must hold wherever a time-out passes. */
export const givingUpClaims: readonly Claim[] = [
  answers("one who gives up getting takes nothing along", "outlastGetter", true),
  answers("one who gives up putting leaves its place and no item", "outlastPutter", true),
];

/** What is claimed of those with more than a queue. */
export const otherClaims: readonly Claim[] = [
  // 81
  answers("JoinableQueue: join comes back when all is done, and no sooner", "kitchen", 4, 4),
  // 73, 86
  answers("PriorityQueue: the smallest first, ties in the order in which they came", "triage", [
    [-5, 3],
    [0, 2],
    [0, 5],
    [10, 0],
    [10, 4],
    [10, 6],
    [100, 1],
  ]),
];
