import { describe, expect, test } from "vitest";
import {
  BadProgramError,
  explore,
  type EndingKind,
  type ExploreOptions,
  type Program,
  replayOf,
} from "../src/index.ts";
import { inTurn, type ShareOut } from "../src/draw.ts";
import { bank, pool } from "./programs/proofs.ts";
import {
  box,
  busyForEver,
  checkThenAct,
  forgetful,
  forgetsRelease,
  futexMutex,
  harmlessRace,
  lockedTicket,
  lostWakeUp,
  philosophers,
  printInOrderBySleep,
  racyTicket,
  throwsWhenLate,
} from "./programs/samples.ts";

describe("a wrong program", () => {
  const wrong: readonly (readonly [string, Program, EndingKind, ExploreOptions])[] = [
    ["a sale without a lock", racyTicket, "invariant", {}],
    ["check and sale in two critical sections", checkThenAct, "invariant", {}],
    ["philosophers who all take the left fork", philosophers(3, 1, false), "deadlock", {}],
    ["a notify before the wait", lostWakeUp, "lost-wake-up", {}],
    ["if for while with two takers", box(2, false), "invariant", {}],
    ["if for while with one taker and a spurious wake-up", box(1, false), "invariant", { spuriousMax: 1 }],
    ["taking turns by sleeping", printInOrderBySleep, "invariant", {}],
    ["a mutex that wakes nobody", futexMutex(2, false), "lost-wake-up", {}],
    ["a path without a release", forgetsRelease, "lock-held", {}],
    ["an error nobody catches", throwsWhenLate, "uncaught-error", {}],
    ["turning for ever", busyForEver, "step-limit", {}],
  ];
  test.each(wrong)("is found: %s", (_name, program, kind, options) => {
    const { failure } = explore(program, options);

    expect(failure?.ending.kind).toBe(kind);
    expect(failure?.run).toBeLessThanOrEqual(200);
  });

  test.each(wrong)("fails alike in 20 replays of its shortened schedule: %s", (_name, program, kind, options) => {
    const { failure } = explore(program, options);
    if (!failure) throw new Error("no failure was found");
    const ends = Array.from({ length: 20 }, () => replayOf(program, failure.replay));

    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]?.ending.kind).toBe(kind);
    expect(failure.replay.deviations.length).toBeLessThanOrEqual(3);
  });
});

describe("a right program is proved for its size", () => {
  const right: readonly (readonly [string, Program])[] = [
    ["a sale under a lock", lockedTicket],
    ["five philosophers with ordered forks", philosophers(5, 1, true)],
    ["a box with two takers who check again", box(2, true)],
    ["a futex mutex with three threads", futexMutex(3, true)],
    ["four clerks at a bank of four accounts", bank],
    ["a pool with three consumers, which says its exact local state", pool(4, 3)],
  ];
  test.each(right)("%s", (_name, program) => {
    const { failure, coverage, races } = explore(program);

    expect(failure).toBeNull();
    expect(races).toEqual([]);
    expect(coverage).toEqual({ kind: "complete" });
  });
});

test("if for while with one taker holds as long as nothing wakes without cause", () => {
  expect(explore(box(1, false))).toMatchObject({ failure: null, coverage: { kind: "complete" } });
});

test("the shortened schedule of check-then-act has one deviation, as the README says", () => {
  expect(explore(checkThenAct).failure?.replay.deviations).toHaveLength(1);
});

test("a replay tells the schedule step by step", () => {
  const { failure } = explore(lostWakeUp);
  const events = failure ? replayOf(lostWakeUp, failure.replay).events : [];

  expect(events.map(({ thread, step, on, value }) => [thread, step, on, value])).toEqual([
    ["waiter-1", "acquire", "lock", undefined],
    ["waiter-1", "read", "ready", 0],
    ["waiter-1", "release", "lock", undefined],
    ["setter-2", "acquire", "lock", undefined],
    ["setter-2", "write", "ready", 1],
    ["setter-2", "wake", "changed", 0],
    ["setter-2", "release", "lock", undefined],
    ["setter-2", "end", "thread setter-2", undefined],
    ["waiter-1", "acquire", "lock", undefined],
    ["waiter-1", "wait", "changed", undefined],
  ]);
});

test("a replay tells of time-outs", () => {
  const { failure } = explore(printInOrderBySleep);
  const events = failure ? replayOf(printInOrderBySleep, failure.replay).events : [];

  expect(events.map(({ on }) => on)).toContain("sleeps no longer: time-out of sleep");
});

test("a data race is reported although the numbers fit", () => {
  const { failure, races } = explore(harmlessRace);

  expect(failure).toBeNull();
  expect(races).toMatchObject([{ object: { name: "flag" }, kind: "write-write" }]);
});

test("says who waits for what in a deadlock", () => {
  const { failure } = explore(philosophers(2, 1, false));

  expect(failure?.ending.stuck).toMatchObject([
    { thread: 0, name: "dine-1", on: "fork1", asleep: false },
    { thread: 1, name: "dine-2", on: "fork0", asleep: false },
  ]);
});

test.each([{ cache: false }, {}])("a program that behaves differently in a repetition is not judged: %o", (options) => {
  const { failure, coverage } = explore(forgetful(), options);

  expect(failure?.ending.kind).toBe("nondeterminism");
  expect(coverage).toEqual({ kind: "sampled" });
});

test("what did not fit into the budget is not called complete", () => {
  expect(explore(philosophers(4, 2, true), { runsMax: 30, bounds: [] }).coverage).toEqual({ kind: "sampled" });
});

test("what was explored with few switches only is called so", () => {
  const { coverage } = explore(philosophers(4, 2, true), { runsMax: 60, bounds: [0] });

  expect(coverage).toEqual({ kind: "bounded", switches: 0 });
});

test("random schedules find what the passes had no runs left for", () => {
  const program = philosophers(4, 3, false);
  const few = { runsMax: 20, bounds: [] };

  expect(explore(program, { ...few, samples: 0 }).failure).toBeNull();
  const { failure, coverage } = explore(program, few);
  expect(failure?.ending.kind).toBe("deadlock");
  expect(coverage).toEqual({ kind: "sampled" });
  expect(failure && replayOf(program, failure.replay).ending.kind).toBe("deadlock");
});

test("random schedules find a race in a cell that no pass had come to", () => {
  const { races } = explore(harmlessRace, { runsMax: 0 });

  expect(races).toMatchObject([{ object: { name: "flag" } }]);
});

test("the same seed samples the same schedules", () => {
  const options = { runsMax: 0, samples: 30, collect: true, seed: 7 };
  const [first, second] = [1, 2].map(() => explore(philosophers(3, 2, false), options));

  expect(first?.ends.map(({ run }) => run)).toEqual(second?.ends.map(({ run }) => run));
});

/** The last one of each round is drawn first. */
const backwards: ShareOut = ({ from, to }, draw) =>
  Array.from({ length: to - from }, (_none, i) => draw(to - 1 - i)).toReversed();

test.each([
  ["philosophers", philosophers(3, 2, false)],
  ["a race", racyTicket],
])("it makes no difference in which order the schedules of a round are drawn: %s", (_name, program) => {
  const found = [inTurn, backwards].map((shareOut) => {
    const { races, ...all } = explore(program, { runsMax: 0, samples: 100, collect: true, seed: 3, shareOut });
    return { ...all, races: races.map(({ object, ...race }) => ({ ...race, name: object.name })) };
  });

  expect(found[1]).toEqual(found[0]);
  expect(found[0]?.ends.length).toBeGreaterThan(1);
});

test("a program that turns for ever is never called complete", () => {
  expect(explore(busyForEver, { collect: true, stepsMax: 50 }).coverage).toEqual({ kind: "sampled" });
});

test("a program without threads is refused", () => {
  expect(() => explore({ setup: () => ({ threads: [] }) })).toThrow(BadProgramError);
});

test("an unfinished run never executes a thread's finally", () => {
  let unwound = 0;
  explore({
    setup(memory) {
      const lock = memory.lock("lock");
      function* stuck() {
        yield lock.acquire();
        try {
          yield lock.acquire();
        } finally {
          unwound++;
        }
      }
      return { threads: [stuck] };
    },
  });

  expect(unwound).toBe(0);
});
