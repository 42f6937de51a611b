import { describe, expect, test } from "vitest";
import type { ProcessCall } from "@lockstep/contracts";
import type { PacedProcess, ProcessTarget } from "../boot/processes/calls.ts";
import { playProcessRound } from "../boot/processes/process-round.ts";

/** A stretch of so many milliseconds, then the call that ends it. */
type Stretch = readonly [number, ProcessCall];

const end: ProcessCall = { kind: "end", result: null };
const join = (process: number): ProcessCall => ({ kind: "join", process });
const start = (target: string): ProcessCall => ({ kind: "start", target, args: [] });
const lock: ProcessCall = { kind: "lock" };
const queue: ProcessCall = { kind: "queue" };
const acquire: ProcessCall = { kind: "acquire", lock: 0 };
const release: ProcessCall = { kind: "release", lock: 0 };
const put: ProcessCall = { kind: "put", queue: 0, value: 7 };
const get: ProcessCall = { kind: "get", queue: 0 };

/** A process that works as it is written, on a clock of its own. */
function scripted(stretches: readonly Stretch[]): PacedProcess {
  let [at, usedMs] = [0, 0];
  return {
    cpuTimeMs: () => usedMs,
    next: async () => {
      const [costMs, call] = stretches[at++] ?? [0, end];
      usedMs += costMs;
      return Promise.resolve(call);
    },
  };
}

async function played(programs: Readonly<Record<string, readonly Stretch[]>>, cores = 2) {
  const round = await playProcessRound({
    target: "main",
    args: [],
    cores,
    processesMax: 8,
    callsMax: 100,
    heldBytesMax: 2000,
    start: ({ target }: ProcessTarget) => Promise.resolve(scripted(programs[target] ?? [])),
  });
  const workMs = round.figures.threads.reduce((sum, { cpuTimeMs }) => sum + cpuTimeMs, 0);
  return { ...round, workMs, timeMs: round.figures.timeMs };
}

const two: readonly Stretch[] = [
  [0, start("part")],
  [0, start("part")],
  [0, join(1)],
  [0, join(2)],
];

describe("a round of processes on ideal cores", () => {
  test("takes two that share the work half the time, and three on two cores two thirds", async () => {
    expect(await played({ main: two, part: [[30, end]] })).toMatchObject({ workMs: 60, timeMs: 30, mostAtOnce: 2 });
    const three: readonly Stretch[] = [[0, start("part")], ...two, [0, join(3)]];
    const { workMs, timeMs, mostAtOnce } = await played({ main: three, part: [[30, end]] });
    expect([workMs, Math.round(timeMs), mostAtOnce]).toEqual([90, 45, 3]);
  });

  test("takes one started when the other has ended the whole time, however many cores there are", async () => {
    const main: readonly Stretch[] = [
      [0, start("part")],
      [0, join(1)],
      [0, start("part")],
      [0, join(2)],
    ];
    expect(await played({ main, part: [[30, end]] }, 8)).toMatchObject({ timeMs: 60, mostAtOnce: 1 });
  });

  test("lets nobody in where another is: work under a lock is one after another", async () => {
    const part: readonly Stretch[] = [
      [10, acquire],
      [30, release],
      [0, end],
    ];
    expect(await played({ main: [[0, lock], ...two], part })).toMatchObject({ workMs: 80, timeMs: 70 });
  });

  test("hands an item to who waits for it when it is put, and not earlier", async () => {
    const main: readonly Stretch[] = [
      [0, queue],
      [0, start("part")],
      [20, put],
      [0, join(1)],
    ];
    const part: readonly Stretch[] = [
      [5, get],
      [10, end],
    ];
    expect(await played({ main, part })).toMatchObject({ workMs: 35, timeMs: 30 });
  });

  test("hands an item to one of those who wait for it, and keeps none of it", async () => {
    const main: readonly Stretch[] = [
      [0, queue],
      [0, start("part")],
      [0, start("late")],
      [5, put],
      [0, join(1)],
      [0, join(2)],
    ];
    const part: readonly Stretch[] = [
      [1, get],
      [0, end],
    ];
    const late: readonly Stretch[] = [
      [20, get],
      [0, end],
    ];
    expect((await played({ main, part, late })).end).toEqual({ kind: "stuck" });
  });

  test("takes a call place in the order of the round's time, not in that of the real one", async () => {
    const main: readonly Stretch[] = [
      [0, lock],
      [0, start("long")],
      [0, start("short")],
      [0, join(1)],
      [0, join(2)],
    ];
    const long: readonly Stretch[] = [
      [20, acquire],
      [10, release],
      [0, end],
    ];
    const short: readonly Stretch[] = [
      [5, acquire],
      [5, release],
      [0, end],
    ];
    expect((await played({ main, long, short })).timeMs).toBe(30);
  });

  test("ends where all wait for one another, and says so", async () => {
    expect(
      (
        await played({
          main: [
            [0, queue],
            [1, get],
          ],
        })
      ).end,
    ).toEqual({ kind: "stuck" });
  });

  test("ends with the first one, whoever is left; and with what anybody threw", async () => {
    expect((await played({ main: [[1, start("part")]], part: [[50, end]] })).end).toEqual({
      kind: "returned",
      result: null,
    });
    expect((await played({ main: two, part: [[1, { kind: "threw", error: "no" }]] })).end).toEqual({
      kind: "threw",
      error: "no",
    });
  });

  test.each([
    [
      "releases what it doesn't hold",
      [
        [0, lock],
        [0, release],
      ],
    ],
    ["names a lock that isn't there", [[0, acquire]]],
    ["names a queue that isn't there", [[0, get]]],
  ] as const)("refuses who %s", async (_name, main) => {
    expect((await played({ main })).end).toMatchObject({ kind: "threw" });
  });

  test("holds no more than so many bytes for those who are to get them, in all queues together", async () => {
    const long: ProcessCall = { kind: "put", queue: 0, value: "x".repeat(400) };
    const other: ProcessCall = { ...long, queue: 1 };
    const made: readonly Stretch[] = [
      [0, queue],
      [0, queue],
    ];
    const full = await played({ main: [...made, [0, long], [0, other], [0, long], [0, end]] });
    const gotBetween: readonly Stretch[] = [
      [0, long],
      [0, other],
      [0, get],
    ];
    const emptied = await played({ main: [...made, ...gotBetween, [0, long], [0, get], [0, other], [0, end]] });

    expect(full.end).toEqual({ kind: "too-many-bytes" });
    expect(emptied.end).toEqual({ kind: "returned", result: null });
  });

  test("counts what many small things take, not only how long they are", async () => {
    const puts = Array.from({ length: 90 }, (): Stretch => [0, put]);
    expect((await played({ main: [[0, queue], ...puts, [0, end]] })).end).toEqual({ kind: "too-many-bytes" });
  });

  test("has bounds for processes and calls", async () => {
    const endless = Array.from({ length: 200 }, (): Stretch => [0, start("part")]);
    expect((await played({ main: endless, part: [] })).end).toEqual({ kind: "too-many-processes" });
    const looks = Array.from({ length: 200 }, (): Stretch => [0, queue]);
    expect((await played({ main: looks })).end).toEqual({ kind: "too-many-calls" });
  });
});
