const states = ["running", "pending", false, true, true];

export interface ClaimOfProgram {
  readonly claim: string;
  readonly program: string;
  readonly answer: unknown;
  readonly args: readonly number[];
}

/** What each program answers, at full speed and in every gated round. Numbers: CPython's cases, see the README. */
const rows: readonly (readonly [claim: string, program: string, answer: unknown, ...args: readonly number[]])[] = [
  [
    "94, 95, 123: a future gives its task's answer, or its error; what can't cross is told",
    "answers",
    {
      good: [1024, null, 1024, "<Future finished>"],
      failing: ["RangeError", true],
      unfit: "NotTransferableError",
      options: 3,
      closure: "BadTargetError",
      functionAsArg: "NotTransferableError",
    },
  ],
  [
    "101, 103, 104, 109: never more workers than the maximum, each task once, nothing after shutdown",
    "crowd",
    { done: 8, isWithin: true, isFew: true, areNamed: true, late: "PoolShutDownError" },
    2,
    8,
  ],
  ["102: an idle worker is used again", "reuse", ["one_0", "one_0", "one_0"]],
  [
    "96, 97: map keeps the order, stops at the shortest list, and throws at the item that failed",
    "maps",
    { results: [1, 4, 9], seen: [1], error: "RangeError" },
  ],
  [
    "107, 119, 121: only what has not begun can be cancelled",
    "cancels",
    {
      before: states,
      after: [1, true, true, false, true],
      thrown: ["CancelledError", "CancelledError"],
      calls: ["cancelled"],
      ran: 1,
    },
  ],
  ["118: each callback is called once", "callbacks", [9, true, "late"]],
  [
    "111–114: wait tells apart what is done and what not",
    "waits",
    [
      [true, 1],
      [1, 1],
      [true, true],
      [2, 0],
    ],
  ],
  ["115, 116: as they are completed, each once", "completed", [0, 1, 2, 3, 4, 5], 6],
  [
    "98, 117, 120: a time-out is told, and the task goes on",
    "timeOuts",
    [["FutureTimeoutError", "FutureTimeoutError", "FutureTimeoutError", "FutureTimeoutError"], 1, 1],
  ],
  ["99, 105: map submits before it is walked through, and the end of the block waits", "ahead", [3, 0]],
  [
    "who gives up waiting finds everything again",
    "givesUp",
    { isToldOrDone: true, split: 3, isToldOrAll: true, names: 3, done: 3, peak: 1, after: 5 },
  ],
  ["110: each worker is prepared once", "initializes", { results: [7, 7, 7, 7], isOnce: true, here: 0 }],
  [
    "an initializer that fails breaks the pool, and no task hangs",
    "breaks",
    ["BrokenThreadPoolError", "BrokenThreadPoolError", "BrokenThreadPoolError"],
  ],
  ["module variables begin anew in each thread of a pool", "bumps", [1, 2]],
  ["122: a result is set once", "byHand", ["InvalidStateError", "InvalidStateError", 3]],
  ["100: a pool has at least one worker", "badCounts", ["BadCountError", "BadCountError", "BadCountError"]],
];

export const claims = rows.map(([claim, program, answer, ...args]): ClaimOfProgram => ({
  claim,
  program,
  answer,
  args,
}));
