import { runOnWorker } from "@lockstep/threading/machinery";
import { expect, test, describe } from "vitest";
import { AsyncBodyError, Lock, NotHeldError } from "../src/index.ts";

const programs = new URL("./programs/lock-programs.ts", import.meta.url).href;

async function result(name: string, ...args: unknown[]): Promise<unknown> {
  const end = await runOnWorker(programs, name, args);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

describe("Lock in one thread", () => {
  test("is free at first, and can be taken again after a release", () => {
    const lock = new Lock();

    const seen = [lock.locked, lock.tryAcquire(), lock.locked, lock.tryAcquire()];
    lock.release();

    expect([...seen, lock.tryAcquire()]).toEqual([false, true, true, false, true]);
  });

  test("refuses a release that nobody is due", () => {
    expect(() => new Lock().release()).toThrow(NotHeldError);
  });

  test("is released when the body throws", () => {
    const lock = new Lock();

    expect(() =>
      lock.withLock(() => {
        throw new RangeError("inside");
      }),
    ).toThrow(RangeError);

    expect(lock.locked).toBe(false);
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

    expect(`${lock}`).toBe("<Lock till unlocked>");
  });
});

describe("Lock with real threads", () => {
  test("lets one thread in at a time, and loses no addition", async () => {
    expect(await result("addTogether", 8, 4000)).toEqual({ count: 32_000, peak: 1 });
  });

  test("answers at once, or when the time is over, while another thread holds it", async () => {
    expect(await result("tryWhileHeld")).toEqual({ tried: 2, timedOut: 1, free: true });
  });

  test("serves the others after one gave up", async () => {
    expect(await result("releaseAfterTimeout")).toEqual({ served: 1, gaveUp: 1 });
  });

  test("may be released by another thread", async () => {
    expect(await result("releasedByAnother")).toBe(true);
  });
});

describe("Lock under many schedules", () => {
  const seeds = Array.from({ length: 8 }, (_unused, i) => i * 0x9e37_79b1);

  test("lets one thread in at a time, whoever is switched to when", async () => {
    for (const seed of seeds) {
      const end = await runOnWorker(programs, "addTogether", [3, 3], { gated: { seed: seed >>> 0, stepsMax: 20_000 } });
      expect(end).toMatchObject({ kind: "over", result: { count: 9, peak: 1 } });
    }
  });

  test("shows that the same program without it goes wrong", async () => {
    const counts = [];
    for (const seed of seeds) {
      const end = await runOnWorker(programs, "addCarelessly", [3, 3], {
        gated: { seed: seed >>> 0, stepsMax: 20_000 },
      });
      counts.push(end.kind === "over" ? (end.result as { count: number }).count : -1);
    }

    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.min(...counts)).toBeLessThan(9);
  });

  test("repeats a schedule exactly for the same seed", async () => {
    const once = await runOnWorker(programs, "addCarelessly", [2, 2], { gated: { seed: 77, stepsMax: 20_000 } });
    const again = await runOnWorker(programs, "addCarelessly", [2, 2], { gated: { seed: 77, stepsMax: 20_000 } });

    expect(again.report?.events).toEqual(once.report?.events);
  });

  test("names who waits for a lock whose holder has ended", async () => {
    const end = await runOnWorker(programs, "leftHeld", [], { gated: { seed: 5, stepsMax: 20_000 } });

    expect(end).toMatchObject({
      kind: "stuck",
      report: {
        stuck: "deadlock",
        waiting: [{ thread: "main", on: "Shared.lock", heldBy: "keeper", holderEnded: true }],
      },
    });
  });
});
