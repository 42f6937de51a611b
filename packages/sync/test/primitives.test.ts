import { describe, expect, test } from "vitest";
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  Event,
  Latch,
  Lock,
  NotOwnerError,
  Once,
  OnceInsideItselfError,
  RLock,
  RWLock,
  Semaphore,
} from "../src/index.ts";

async function after(count: number, act: () => void): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
  act();
}

describe("abort and time-out of asynchronous waits, one microtask after another", () => {
  // The whole algorithm runs in this one thread, so each turn of its promises is one decision point.
  const turns = Array.from({ length: 8 }, (_unused, i) => i);
  const pairs = turns.flatMap((released) => turns.map((aborted) => [released, aborted] as const));

  test.each([{ fair: false }, { fair: true }])(
    "a permit is never lost, whenever it is released and aborted: %j",
    async (options) => {
      for (const [released, aborted] of pairs) {
        const semaphore = new Semaphore(0, options);
        const controller = new AbortController();
        const waiting = semaphore.acquireAsync({ signal: controller.signal }).catch(() => false);
        await Promise.all([after(released, () => semaphore.release()), after(aborted, () => controller.abort())]);

        expect([Number(await waiting), semaphore.value]).toEqual((await waiting) ? [1, 0] : [0, 1]);
        expect(semaphore.tryAcquire()).toBe(!(await waiting));
      }
    },
  );

  test("who waits behind one that gives up is served", async () => {
    for (const [released, aborted] of pairs) {
      const semaphore = new Semaphore(0);
      const controller = new AbortController();
      const large = semaphore.acquireAsync({ permits: 2, signal: controller.signal }).catch(() => false);
      const small = semaphore.acquireAsync();
      await Promise.all([after(released, () => semaphore.release()), after(aborted, () => controller.abort())]);

      expect([await large, await small, semaphore.value]).toEqual([false, true, 0]);
    }
  });
});

describe("Semaphore", () => {
  test("counts what is free, and says so", () => {
    const semaphore = new Semaphore(2, { name: "stalls" });

    expect([semaphore.tryAcquire(), semaphore.tryAcquire(), semaphore.tryAcquire()]).toEqual([true, true, false]);
    semaphore.release(3);
    expect(String(semaphore)).toBe("<Semaphore stalls value 3>");
    expect(new Semaphore().value).toBe(1);
  });

  test("refuses values that make no sense", () => {
    expect(() => new Semaphore(-1)).toThrow(RangeError);
    expect(() => new Semaphore(1).acquire(0)).toThrow(RangeError);
    expect(() => new Semaphore(0).release(-1)).toThrow(RangeError);
  });

  test("39: withPermit nests as deep as there are permits, and gives them back also when its body throws", () => {
    const semaphore = new Semaphore(2);
    const values = () => [semaphore.value, semaphore.withPermit(() => semaphore.value)];

    expect(semaphore.withPermit(values)).toEqual([1, 0]);
    expect(() =>
      semaphore.withPermit(() => {
        throw new RangeError("mine");
      }),
    ).toThrow("mine");
    expect(semaphore.value).toBe(2);
  });

  test("with a limit refuses one release too many, and keeps its value", () => {
    const semaphore = new BoundedSemaphore(2);

    expect(() => semaphore.release()).toThrow(RangeError);
    expect(String(semaphore)).toBe("<BoundedSemaphore BoundedSemaphore value 2/2>");
  });

  test("lets a newcomer take what a larger request sleeps for, four times and no more", async () => {
    const semaphore = new Semaphore(1);
    const large = semaphore.acquireAsync({ permits: 2 });

    const overtaken = semaphore.tryAcquire();
    semaphore.release();
    semaphore.release();

    expect([overtaken, await large]).toEqual([true, true]);
  });

  test("that is fair lets nobody overtake a sleeper", async () => {
    const semaphore = new Semaphore(1, { fair: true });
    const large = semaphore.acquireAsync({ permits: 2 });

    const overtaken = semaphore.tryAcquire();
    semaphore.release();

    expect([overtaken, await large]).toEqual([false, true]);
  });
});

describe("RLock", () => {
  test("is free after as many releases as acquires, and not before", () => {
    const lock = new RLock();
    lock.acquire();
    lock.acquire();
    lock.release();
    expect([lock.locked, String(lock)]).toEqual([true, "<RLock RLock locked, count 1>"]);
    lock.release();
    expect(lock.locked).toBe(false);
    expect(() => lock.release()).toThrow(/not held/);
  });
});

describe("Event", () => {
  test("lets those go who waited when it was set, also if it is cleared at once", async () => {
    const event = new Event();
    const waiting = event.waitAsync();
    event.set();
    event.clear();

    expect([await waiting, event.isSet, event.wait(0)]).toEqual([true, false, false]);
  });

  test("answers false when the time is over, and rejects when it is aborted", async () => {
    const event = new Event();
    const controller = new AbortController();
    const waiting = event.waitAsync({ signal: controller.signal });
    controller.abort(new Error("enough"));

    await expect(waiting).rejects.toThrow("enough");
    expect(await event.waitAsync({ timeoutMs: 2 })).toBe(false);
  });
});

describe("Condition", () => {
  test("refuses to wait and to notify without its lock", async () => {
    const condition = new Condition();

    expect(() => condition.notify()).toThrow(NotOwnerError);
    await expect(condition.waitAsync()).rejects.toThrow(NotOwnerError);
  });

  test("holds the lock it was given, and an RLock of its own where none was", () => {
    const lock = new Lock();
    const condition = new Condition(lock);
    condition.acquire();

    expect([lock.locked, condition.lock]).toEqual([true, lock]);
    expect(new Condition().withLock(() => new Condition().lock instanceof RLock)).toBe(true);
  });

  test("remembers no notify, and reports a time-out with the lock held", async () => {
    const condition = new Condition();
    condition.withLock(() => condition.notify());
    await condition.lock.acquireAsync();

    expect([await condition.waitAsync({ timeoutMs: 2 }), condition.lock.isOwned]).toEqual([false, true]);
  });
});

describe("Barrier", () => {
  test("lets all parties go when the last has come, each with a number of its own, round after round", async () => {
    const order: string[] = [];
    const barrier = new Barrier(3, { action: () => order.push("action") });
    for (const round of [1, 2]) {
      const indexes = await Promise.all([0, 1, 2].map(() => barrier.waitAsync()));
      order.push(`round ${round}`);

      expect([indexes.toSorted((a, b) => a - b), barrier.waiting]).toEqual([[0, 1, 2], 0]);
    }

    expect(order).toEqual(["action", "round 1", "action", "round 2"]);
    expect(new Barrier(1).wait()).toBe(0);
  });

  test("breaks for all when one gives up, and works again after reset", async () => {
    const barrier = new Barrier(3);
    const patient = barrier.waitAsync();
    await expect(barrier.waitAsync({ timeoutMs: 2 })).rejects.toThrow(BrokenBarrierError);

    await expect(patient).rejects.toThrow(BrokenBarrierError);
    expect(barrier.broken).toBe(true);
    expect(() => barrier.wait()).toThrow(BrokenBarrierError);
    barrier.reset();
    expect([barrier.broken, barrier.waiting]).toEqual([false, 0]);
  });

  test("breaks for all when it is aborted, and when its action throws", async () => {
    const barrier = new Barrier(2);
    const waiting = barrier.waitAsync();
    barrier.abort();
    await expect(waiting).rejects.toThrow(BrokenBarrierError);

    const failing = new Barrier(2, {
      action: () => {
        throw new RangeError("action");
      },
    });
    const first = failing.waitAsync();
    await expect(failing.waitAsync()).rejects.toThrow("action");
    await expect(first).rejects.toThrow(BrokenBarrierError);
  });
});

describe("Latch", () => {
  test("opens when all has been counted down, and stays open", async () => {
    const latch = new Latch(2);
    const waiting = latch.waitAsync();
    latch.countDown();
    expect([latch.count, latch.wait(0)]).toEqual([1, false]);
    latch.countDown();

    expect([await waiting, latch.wait()]).toEqual([true, true]);
    expect(() => latch.countDown()).toThrow(RangeError);
  });
});

describe("Once", () => {
  test("runs one body, unless that throws", () => {
    const once = new Once();
    const seen: string[] = [];
    expect(() =>
      once.run(() => {
        throw new RangeError("not yet");
      }),
    ).toThrow("not yet");

    expect([once.run(() => void seen.push("first")), once.run(() => void seen.push("second"))]).toEqual([true, false]);
    expect([seen, once.done]).toEqual([["first"], true]);
    const inner = new Once();
    expect(() => inner.run(() => void inner.run(() => undefined))).toThrow(OnceInsideItselfError);
  });
});

describe("RWLock", () => {
  test("lets many read or one write", () => {
    const lock = new RWLock();
    expect([lock.read.tryAcquire(), lock.read.tryAcquire(), lock.write.tryAcquire(), lock.readers]).toEqual([
      true,
      true,
      false,
      2,
    ]);
    lock.read.release();
    lock.read.release();

    expect(lock.write.withLock(() => [lock.writing, lock.read.tryAcquire(), lock.write.tryAcquire()])).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => lock.read.release()).toThrow(/not held/);
    expect(() => lock.write.release()).toThrow(/not held/);
  });

  test("lets a reader overtake a writer that waits, and forgets a writer that gave up", async () => {
    const lock = new RWLock();
    lock.read.acquire();
    const writer = lock.write.acquireAsync({ timeoutMs: 5 });

    expect(lock.read.tryAcquire()).toBe(true);
    expect(await writer).toBe(false);
    expect(lock.read.tryAcquire()).toBe(true); // the writer is gone: nobody queues behind it
  });

  test("that is fair lets no reader overtake a writer that waits", async () => {
    const lock = new RWLock({ fair: true });
    lock.read.acquire();
    const writer = lock.write.acquireAsync();

    expect(lock.read.tryAcquire()).toBe(false);
    lock.read.release();
    expect([await writer, lock.writing]).toEqual([true, true]);
  });
});
