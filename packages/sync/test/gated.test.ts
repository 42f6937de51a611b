import { describe, expect, test } from "vitest";
import { type RoundEnd, runOnWorker, runRounds } from "@lockstep/threading/machinery";

const programs = new URL("./programs/gate-programs.ts", import.meta.url).href;
const seeds = Array.from({ length: 30 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

const rounds = (name: string, stepsMax?: number) => runRounds({ module: programs, name }, seeds, stepsMax);
const once = (name: string, seed = 5) => runOnWorker(programs, name, [], { gated: { seed, stepsMax: 2000 } });
const resultOf = (end: RoundEnd) => (end.kind === "over" ? end.result : end.kind);

describe("a gated round", () => {
  test("shows both ends of a race, within a few seeds", async () => {
    expect(new Set((await rounds("race")).map(resultOf))).toEqual(new Set([1, 2]));
  });

  test("repeats its schedule step by step for the same seed, in new workers", async () => {
    const [first, second] = [await once("race", 77), await once("race", 77)];

    expect(first.report?.events.length).toBeGreaterThan(8);
    expect(second.report).toEqual(first.report);
  });

  test("writes every value as it is: whole, real, true", async () => {
    const end = await once("values");

    const written = end.report?.events.filter(({ step }) => step === "write").map(({ on, value }) => [on, value]);
    expect(written).toEqual([
      ["Account.balance", -3],
      ["Account.rate", 0.25],
      ["Account.open", true],
    ]);
  });

  test("ends with who waits for whom when nobody can go on", async () => {
    const ends = await rounds("abba");

    expect(ends.at(-1)).toMatchObject({
      kind: "stuck",
      report: {
        stuck: "deadlock",
        waiting: expect.arrayContaining([
          { thread: "clerk-1", on: "Pair.second", heldBy: "clerk-2", holderEnded: false },
          { thread: "clerk-2", on: "Pair.first", heldBy: "clerk-1", holderEnded: false },
        ]),
      },
    });
  });

  test("calls the parts of two structs by different names, in every round by the same", async () => {
    for (const end of await rounds("twoPairs")) {
      const acquired = end.report?.events.filter(({ step }) => step === "acquire").map(({ on }) => on);
      expect(acquired).toEqual(["Pair#1.first", "Pair#2.first"]);
    }
  });

  test.each(["spin", "spinOnLocked"])("ends as livelock when it takes too many steps: %s", async (name) => {
    expect(await once(name)).toMatchObject({ kind: "stuck", report: { stuck: "livelock", steps: 2001 } });
  });

  test("lets time-outs pass in the order of their deadlines, in rounds in which they wait until nobody can run", async () => {
    const patient = seeds.filter((seed) => ((seed >>> 5) & 3) === 0);
    const ends = await runRounds({ module: programs, name: "timeOuts" }, patient);

    expect(new Set(ends.map(resultOf))).toEqual(new Set([123]));
  });

  test("lets time-outs pass early in other rounds, since nothing bounds how slow the others are", async () => {
    expect(new Set((await rounds("timeOuts")).map(resultOf)).size).toBeGreaterThan(1);
  });

  test("lets the asynchronous form wait too", async () => {
    expect(new Set((await rounds("asynchronous")).map(resultOf))).toEqual(new Set([1]));
  });

  test("counts what a thread left to its promises as part of the thread", async () => {
    expect(new Set((await rounds("afterwards")).map(resultOf))).toEqual(new Set([1]));
  });

  test("is over with the first error, at the same step every time", async () => {
    const [first, second] = [await once("throwsAmongOthers"), await once("throwsAmongOthers")];

    expect(first).toMatchObject({ kind: "threw", thread: "thrower" });
    expect(second.report).toEqual(first.report);
  });

  test("is over when only daemons are left", async () => {
    const few = seeds.slice(0, 6); // each costs a new worker, since a daemon's is ended
    const ends = await runRounds({ module: programs, name: "daemonLeft" }, few);

    expect(ends.map(({ kind }) => kind)).toEqual(few.map(() => "over"));
  });
});
