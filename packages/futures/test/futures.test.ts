import { givingUpEverywhere } from "@lockstep/sync/conformance";
import { type RoundEnd, runOnWorker, runRounds } from "@lockstep/threading/machinery";
import { describe, expect, test } from "vitest";
import { claims } from "./pool-claims.ts";

const programs = new URL("./programs/pool-programs.ts", import.meta.url).href;
const seedsOf = (length: number) => Array.from({ length }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);
const seeds = seedsOf(6);
const manySeeds = seedsOf(12);

async function result(name: string, ...args: readonly unknown[]): Promise<unknown> {
  const end = await runOnWorker(programs, name, args);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

describe("at full speed", () => {
  test.each(claims)("$claim", async ({ program, answer, args }) => {
    expect(await result(program, ...args)).toEqual(answer);
  });

  test("a future can be awaited, and nothing blocks", async () => {
    expect(await result("awaits")).toEqual({
      values: [8, 16],
      error: "no",
      mapped: [1, 4],
      calls: [8],
      order: [5],
      done: 1,
    });
  });

  test("106, 108: a pool that nobody shut down ends with its program, when its tasks are done", async () => {
    expect(await result("leavesItOpen", null)).toBe("main is over");
  });

  test("nothing of tasks gone stays behind", async () => {
    expect(await result("manyTasks", 20_000)).toBe((20_000 * 19_999) / 2);
  });
});

describe("in gated rounds", () => {
  test.each(claims)("$claim", async ({ program, answer, args }) => {
    const ends = await runRounds({ module: programs, name: program, args }, seeds);

    expect(ends.map((end) => (end.kind === "over" ? end.result : end))).toEqual(seeds.map(() => answer));
  });

  test("124: a pool has five workers by itself, on every machine", async () => {
    const ends = await runRounds({ module: programs, name: "byItself" }, seeds.slice(0, 2));

    expect(ends.map((end) => (end.kind === "over" ? end.result : end))).toEqual([5, 5]);
  });

  test("giving up at each decision point in turn, nothing is lost", async () => {
    const answer = claims.find(({ program }) => program === "givesUp")?.answer;
    const results = await givingUpEverywhere(new URL(programs), 7)("givesUp");

    expect(new Set(results.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(answer)]));
  });

  test("who is about to sleep for a result misses none", async () => {
    // Without the last look before the sleep, one of the first twenty seeds ends in a deadlock.
    const ends = await runRounds({ module: programs, name: "twelve" }, seedsOf(60));

    expect(new Set(ends.map((end) => (end.kind === "over" ? end.result : JSON.stringify(end))))).toEqual(new Set([12]));
  });
});

describe("broken copies", () => {
  test.each<[kind: string, which: RegExp, reason: RegExp]>([
    ["OneTooMany", /^101/, /"isFew":false/],
    ["DropsTheRest", /^101/, /^CancelledError/],
    ["AcceptsLate", /^101/, /"late":(?!"PoolShutDownError)/],
    ["NeverIdle", /^102/, /^\["one-0_0","one-1_0"/],
    ["AnswersBackwards", /^96/, /"results":\[9,4,1\]/],
    ["RunsPastTheShortest", /^96/, /"results":\[1,4,9,null\]/],
    ["MapsOneAhead", /^99/, /^\[2,0\]/],
    ["CancelsWhatRuns", /^107/, /"before":\["running","pending",true/],
    ["CallsBackTwice", /^118/, /^\[9,9,true,true,"late","late"\]/],
    ["PreparesTheFirstOnly", /^110/, /"results":\[7,0,7,0\]/],
    ["TakesErrorsForAnswers", /^94/, /"failing":\[\{\}/],
    ["WaitsWithoutEnd", /^98/, /^deadlock/],
  ])("%s fails the claim %s, which ours meets in the same programs", async (kind, which, reason) => {
    const claim = claims.find((one) => which.test(one.claim));
    const run = (of: string, some: readonly number[]) =>
      runRounds({ module: programs, name: "bent", args: [of, claim?.program, claim?.args] }, some);
    const right = JSON.stringify(claim?.answer);

    expect((await run("ours", seeds.slice(0, 2))).map(textOf)).toEqual([right, right]);
    expect((await run(kind, manySeeds)).map(textOf).find((text) => text !== right)).toMatch(reason);
  });

  test("DropsWhatIsLate loses a task where somebody gives up", async () => {
    const tries = givingUpEverywhere(new URL(programs), 7)("bentGivesUp", "DropsWhatIsLate");

    await expect(tries).rejects.toThrow(/CancelledError/);
  });
});

function textOf(end: RoundEnd): string {
  switch (end.kind) {
    case "over":
      return JSON.stringify(end.result);
    case "threw":
      return end.error.name;
    case "stuck":
      return String(end.report.stuck);
  }
}
