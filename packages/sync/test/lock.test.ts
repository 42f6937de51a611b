import { runOnWorker, runRounds } from "@lockstep/threading/machinery";
import { describe, expect, test } from "vitest";
import { AsyncBodyError, Lock } from "../src/index.ts";
import { free, gated, givingUpEverywhere } from "./conformance/claims.ts";
import { lockClaims } from "./conformance/lock.ts";

const programs = new URL("./conformance/lock-programs.ts", import.meta.url);
const seeds = Array.from({ length: 12 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

describe("Lock at full speed", () => {
  test.each(lockClaims)("$claim", async (claim) => {
    await expect(claim.check(free(programs), "Lock")).resolves.toBeUndefined();
  });

  test("lets one of eight threads in at a time", async () => {
    const [result] = await free(programs)("addTogether", "Lock", 8, 4000);

    expect(result).toEqual({ count: 32_000, peak: 1 });
  });

  test("waits at least as long as was asked", async () => {
    const [result] = await free(programs)("waitInVain", "Lock");

    expect(result).toMatchObject({ taken: false, waitedMs: expect.toSatisfy((waitedMs: number) => waitedMs >= 29) });
  });
});

describe("Lock in every seeded schedule", () => {
  test.each(lockClaims)("$claim", async (claim) => {
    await expect(claim.check(gated(programs, seeds), "Lock")).resolves.toBeUndefined();
  });

  test.each(lockClaims.filter(({ claim }) => claim.includes("gave up")))(
    "$claim, whichever decision point it gave up at",
    async (claim) => {
      await expect(claim.check(givingUpEverywhere(programs, 7), "Lock")).resolves.toBeUndefined();
    },
  );

  test("is what makes the difference: without it, additions are lost", async () => {
    const counts = await gated(programs, seeds)("loseUpdates", "Lock", 3, 4);

    expect(Math.min(...counts.map(Number))).toBeLessThan(12);
  });

  test("tells the next one that its holder has ended, and who that was", async () => {
    const end = await runOnWorker(programs.href, "waitForTheDead", ["Lock"], { gated: { seed: 5, stepsMax: 9000 } });

    expect(end).toMatchObject({
      kind: "threw",
      thread: "main",
      error: { name: "OwnerDiedError", message: expect.stringMatching(/^keeper ended while it held Shared.lock/) },
    });
  });

  test("shows in the schedule who acquired and who released, in order", async () => {
    const [end] = await runRounds({ module: programs.href, name: "addTogether", args: ["Lock", 2, 2] }, [7]);

    const turns = end?.report?.events.filter(({ step }) => step === "acquire" || step === "release") ?? [];
    expect(turns.map(({ step }) => step)).toEqual(Array.from({ length: 4 }, () => ["acquire", "release"]).flat());
    expect(new Set(turns.map(({ on }) => on))).toEqual(new Set(["Shared.lock"]));
  });
});

describe("broken copies", () => {
  test.each([
    ["NeverWakes", "holds everybody back until it is released, and then serves all", /^deadlock/],
    ["DoesNotMarkSleepers", "holds everybody back until it is released, and then serves all", /^deadlock/],
    ["LooksBeforeItTakes", "lets one thread in at a time, and loses no addition", /NotHeldError|deep-equal/],
  ])("%s fails the claim that it %s", async (kind, broken, failure) => {
    const claim = lockClaims.find((one) => one.claim === broken);

    await expect(claim?.check(gated(programs, seeds), kind)).rejects.toThrow(failure);
  });
});

describe("Lock in one thread", () => {
  test("is released when the body throws, and answers what it answers", () => {
    const lock = new Lock();

    expect(() =>
      lock.withLock(() => {
        throw new RangeError("inside");
      }),
    ).toThrow(RangeError);

    expect([lock.withLock(() => 7), lock.locked]).toEqual([7, false]);
  });

  test("refuses a body that goes on after it has returned, and is free then", () => {
    const lock = new Lock();

    expect(() => lock.withLock(async () => undefined)).toThrow(AsyncBodyError);

    expect(lock.locked).toBe(false);
  });

  test("is held to the end of the block by using", () => {
    const lock = new Lock();
    let inside = false;
    {
      using held = lock.hold();
      inside = held !== undefined && lock.locked;
    }

    expect([inside, lock.locked]).toEqual([true, false]);
  });

  test("refuses to block the main thread, and names the form that does not", () => {
    const lock = new Lock();
    lock.acquire();

    expect(() => lock.acquire()).toThrow(/acquireAsync/);
  });

  test("serves an asynchronous waiter when it is released", async () => {
    const lock = new Lock();
    lock.acquire();

    const waiting = lock.acquireAsync();
    lock.release();

    expect(await waiting).toBe(true);
    expect(lock.locked).toBe(true);
  });

  test("answers false when an asynchronous wait has taken its time", async () => {
    const lock = new Lock();
    lock.acquire();

    expect(await lock.acquireAsync({ timeoutMs: 5 })).toBe(false);
  });

  test.each([-1, Number.NaN])("refuses %d as time-out", (timeoutMs) => {
    expect(() => new Lock().tryAcquireFor(timeoutMs)).toThrow(RangeError);
  });

  test("says in its text whether it is locked", () => {
    const lock = new Lock({ name: "till" });

    expect(lock.toString()).toBe("<Lock till unlocked>");
  });
});
