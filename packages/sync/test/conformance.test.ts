import { describe, expect, test } from "vitest";
import type { Event } from "../src/index.ts";
import { EndsWithBoolean } from "./broken/primitives.ts";
import { runOnWorker } from "@lockstep/threading/machinery";
import { free, gated, givingUpEverywhere } from "./conformance/claims.ts";
import { Shared } from "./conformance/primitive-programs.ts";
import { givingUpClaims, inTimeClaims, primitiveClaims, wakeUpClaims } from "./conformance/primitives.ts";

const programs = new URL("./conformance/primitive-programs.ts", import.meta.url);
const wakeUpPrograms = new URL("./conformance/wake-up-programs.ts", import.meta.url);
const seeds = Array.from({ length: 8 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);
const manySeeds = Array.from({ length: 80 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

test.each([...primitiveClaims, ...givingUpClaims])(
  "in seeded schedules of every inner step · $claim",
  async (claim) => {
    await expect(claim.check(gated(programs, seeds, { fine: true }), "ours")).resolves.toBeUndefined();
  },
);

test.each(primitiveClaims)("in seeded schedules · $claim", async (claim) => {
  await expect(claim.check(gated(programs, seeds), "ours")).resolves.toBeUndefined();
});

test.each(givingUpClaims)("giving up at each decision point in turn · $claim", async (claim) => {
  await expect(claim.check(givingUpEverywhere(programs, 7), "ours")).resolves.toBeUndefined();
});

describe.each([...wakeUpClaims, ...inTimeClaims])("$claim", (claim) => {
  test.each([
    ["at full speed", free(wakeUpPrograms)],
    ["in seeded schedules", gated(wakeUpPrograms, seeds.slice(0, 4))],
    ["in seeded schedules of every inner step", gated(wakeUpPrograms, seeds.slice(0, 2), { fine: true })],
  ])("%s", async (_way, run) => {
    await expect(claim.check(run, "ours")).resolves.toBeUndefined();
  });
});

describe("at full speed", () => {
  test.each([
    ["8 threads, 3 permits", "crowd", ["ours", 3, 8, 500], { passed: 4000, isWithin: true, free: 3 }],
    ["8 consumers, one notify each", "feed", ["ours", 8], { passed: 8, left: 0 }],
    ["10 rounds of a barrier", "laps", ["ours", 10], { passed: 30, isInStep: true }],
    ["an event for all", "pulse", ["ours"], { passed: 3, later: false }],
    ["4 threads in a re-entrant lock", "nested", [4, 500], { passed: 2000, peak: 1, locked: false }],
    ["3 readers, 2 writers", "library", [3, 2, 300], { left: 600, peak: 1, mixed: 0 }],
    ["a foreign thread at a re-entrant lock", "foreign", [], 2],
  ])("%s", async (_name, program, args, expected) => {
    expect(await free(programs)(program, ...args)).toEqual([expected]);
  });

  test("a lock whose holder has ended tells the next one, who mends it", async () => {
    const told = ["OwnerDiedError", true, "mended"];

    expect(await free(programs)("inherit")).toEqual([[...told, ...told]]);
  });

  test("a lock that a thread ended with is reported at the end of the program", async () => {
    expect(await runOnWorker(programs.href, "endWithLock")).toMatchObject({
      kind: "over",
      held: [{ thread: "keeper", lock: "Shared.lock" }],
    });
  });

  test("a deadlock is reported with who holds, who waits, and at which line", async () => {
    const [found] = await free(programs)("deadlock");

    expect(found).toMatchObject({ text: expect.stringMatching(/^Deadlock: none of these threads can ever go on\./) });
    for (const line of [
      /diner-1 waits for Forks.second, held by diner-2, at primitive-programs.ts:\d+\./,
      /diner-2 waits for Forks.first, held by diner-1, at primitive-programs.ts:\d+\./,
    ])
      expect(found).toMatchObject({ text: expect.stringMatching(line) });
  });
});

test("a writer that gives up, at any decision point, keeps no reader waiting", async () => {
  const results = await givingUpEverywhere(programs, 7)("outlastWriter");

  expect(new Set(results)).toEqual(new Set([true]));
});

describe("broken copies", () => {
  test.each([
    ["WakesOneOnly", "Semaphore: permits given back together reach everybody they fit", /^deadlock/],
    ["LosesTheLate", "Condition: each notify serves one more", /^deadlock/],
    ["LapsTooEarly", "Barrier: nobody early, nobody a round ahead", /deep-equal|deadlock|equal/],
  ])("%s fails the claim %s", async (kind, broken, failure) => {
    const claim = primitiveClaims.find((one) => one.claim === broken);

    await expect(claim?.check(gated(programs, manySeeds), kind)).rejects.toThrow(failure);
  });

  test.each([
    ["TellsOneOfAll", /^Condition/, /^deadlock/],
    ["GoesAheadUnlocked", /^Condition/, /early: [1-9]/],
    ["OneTooManyAtOnce", /^Semaphore: so many/, /equal/],
    ["KeepsOnGivingUp", /^Semaphore: a time-out/, /equal/],
  ])("%s fails the claim %s…", async (kind, broken, failure) => {
    const claim = [...wakeUpClaims, ...inTimeClaims].find((one) => broken.test(one.claim));

    await expect(claim?.check(gated(wakeUpPrograms, seeds), kind)).rejects.toThrow(failure);
  });

  test("EndsWithBoolean sends those back to sleep who were let go; ours does not", async () => {
    const shared = new Shared();

    expect(await isLetGoByABlink(new EndsWithBoolean(shared))).toBe(false);
    expect(await isLetGoByABlink(shared.event)).toBe(true);
  });
});

/** Set and cleared while somebody waits. */
function isLetGoByABlink(event: Pick<Event, "waitAsync" | "set" | "clear">): Promise<boolean> {
  const waiting = event.waitAsync({ timeoutMs: 30 });
  event.set();
  event.clear();
  return waiting;
}
