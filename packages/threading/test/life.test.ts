import { describe, expect, test } from "vitest";
import { runOnWorker, runRounds } from "../src/machinery.ts";

const programs = new URL("./programs/life-programs.ts", import.meta.url).href;
const seeds = Array.from({ length: 6 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

async function result(name: string): Promise<unknown> {
  const end = await runOnWorker(programs, name);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

/** What each program answers, at full speed and in every gated round. Numbers: CPython's cases, see the README. */
const answers: readonly (readonly [claim: string, program: string, answer: unknown])[] = [
  [
    "62: a subclass runs in the new thread, with a copy of its fields and its constructor not called again",
    "subclass",
    { result: { sold: 2, isCurrent: true, name: "till" }, count: 7, constructed: 1, soldHere: 0 },
  ],
  [
    "62: a subclass without run, one that isn't exported, and a field that can't cross are told what to do",
    "badSubclasses",
    [
      ["BadTargetError", "bad-target"],
      ["BadTargetError", "bad-target"],
      ["NotTransferableError", "not-transferable"],
    ],
  ],
  ["run() called directly runs in the caller", "runsInline", { count: 7, isCurrent: false, ident: null }],
  ["52: options come after the args", "optionsArrive", [7, 7]],
  [
    "a result is a copy for each who asks; shared objects are shared; what can't cross is an error there",
    "results",
    {
      map: 86_400_000,
      copies: true,
      shared: 9,
      unfit: ["NotTransferableError", "not-transferable"],
      later: 9,
    },
  ],
  [
    "63, 64: an uncaught error reaches the hook, and whoever asks for the result, with its stack",
    "errorReachesBoth",
    { seen: 1, thrown: ["RangeError", "no change"], isFromThere: true, before: null },
  ],
  [
    "58, 71: a thread can be handed to others: several join it, none starts it, and none joins itself",
    "handedOver",
    {
      joined: [true, true, true],
      self: ["ThreadStateError", "join-self"],
      started: ["<Thread never initial>", ["ThreadStateError", "not-here"]],
    },
  ],
  [
    "60: name and daemon are settled at start",
    "lateChanges",
    [false, "early", ["ThreadStateError", "already-started"], ["ThreadStateError", "already-started"], false],
  ],
  ["60: daemon is inherited from the thread that makes it", "inheritsDaemon", [true, false]],
  [
    "72: who is alive is counted and named; main counts",
    "rollCall",
    { before: 1, during: 3, names: ["main", "a", "b"], after: 1, main: true },
  ],
  [
    "each thread has values of its own",
    "locals",
    [
      [
        [[undefined, undefined], 1, 2],
        [[undefined, undefined], 1, 2],
      ],
      10,
      20,
    ],
  ],
];

test.each(answers)("%s", async (_claim, program, answer) => {
  expect(await result(program)).toEqual(answer);
});

test.each(answers)("in gated rounds · %s", async (_claim, program, answer) => {
  const ends = await runRounds({ module: programs, name: program }, seeds);

  expect(ends.map((end) => (end.kind === "over" ? end.result : end))).toEqual(seeds.map(() => answer));
});

describe("a thread", () => {
  test("ends its program with what its hook throws", async () => {
    expect(await runOnWorker(programs, "brokenHook")).toMatchObject({
      kind: "threw",
      thread: "hooked",
      error: { name: "TypeError", message: "the hook is broken" },
    });
  });

  test("68: a timer fires once, after its time; one that was cancelled never does", async () => {
    expect(await result("timers")).toEqual({
      fired: "alarm",
      isLate: true,
      rings: 1,
      cancelled: null,
      negative: ["BadTimeoutError", "bad-timeout"],
    });
  });

  test("sleeps at least as long as it asked for", async () => {
    expect(await result("sleeps")).toEqual({ isLater: true, negative: ["BadTimeoutError", "bad-timeout"] });
  });

  test("sleeps in the round's own time when it is gated", async () => {
    const patient = seeds.filter((seed) => ((seed >>> 5) & 3) === 0);
    const ends = await runRounds({ module: programs, name: "napsInOrder" }, patient.length > 0 ? patient : [0]);

    expect(ends.map((end) => (end.kind === "over" ? end.result : end))).toEqual(ends.map(() => 12));
  });

  test("70: that calls process.exit ends alone", async () => {
    expect(await result("exitEndsOneThread")).toEqual([1, false, null, 1]);
  });

  test("67: that calls itself without end throws, and nothing crashes", async () => {
    expect(await runOnWorker(programs, "deepRecursion")).toMatchObject({
      kind: "threw",
      thread: "deep",
      error: { name: "RangeError" },
    });
  });

  test("that is started by a module without a main guard is told of the guard", async () => {
    const unguarded = new URL("./programs/unguarded.ts", import.meta.url).href;

    expect(await runOnWorker(unguarded, "main")).toMatchObject({
      kind: "threw",
      thread: "greeter",
      error: { name: "MainGuardError", message: expect.stringContaining("if (import.meta.main)") },
    });
  });
});
