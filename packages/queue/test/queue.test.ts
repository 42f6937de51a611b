import { runOnWorker } from "@lockstep/threading/machinery";
import { describe, expect, test } from "vitest";
import { JoinableQueue, LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../src/index.ts";

const programs = new URL("./programs/queue-programs.ts", import.meta.url).href;

async function result(name: string, ...args: readonly number[]): Promise<unknown> {
  const end = await runOnWorker(programs, name, args);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

describe("a queue", () => {
  test("74: says how many are in it, and its text says of how many", () => {
    const queue = new Queue(2, { name: "mail" });
    const views = [[queue.qsize, queue.empty, queue.full]];
    queue.put("a");
    queue.put("b");
    views.push([queue.qsize, queue.empty, queue.full]);

    expect(views).toEqual([
      [0, true, false],
      [2, false, true],
    ]);
    expect([String(queue), String(new LifoQueue())]).toEqual(["<Queue mail 2/2>", "<LifoQueue LifoQueue 0>"]);
  });

  test("78: has no limit when maxsize is 0 or less; 93: a SimpleQueue never has", () => {
    for (const queue of [new Queue(0), new Queue(-3), new SimpleQueue()]) {
      for (let i = 0; i < 1000; i++) queue.put(i);
      expect([queue.qsize, queue.full]).toEqual([1000, false]);
    }
  });

  test("79: refuses a time-out that is none, and a maxsize that is no whole number", () => {
    const queue = new Queue(1);

    expect(() => queue.getFor(-1)).toThrow(expect.objectContaining({ code: "bad-timeout" }));
    queue.put(1);
    expect(() => queue.putFor(1, Number.NaN)).toThrow(expect.objectContaining({ code: "bad-timeout" }));
    expect(() => new Queue(1.5)).toThrow(expect.objectContaining({ code: "bad-count" }));
  });

  test("75, 76: asks at once, and answers values in the forms that try", () => {
    const queue = new Queue(1);

    expect([queue.tryGet(), queue.tryPut(1), queue.tryPut(2), queue.tryGet()]).toEqual([
      null,
      true,
      false,
      { value: 1 },
    ]);
    expect(() => queue.getNowait()).toThrow(expect.objectContaining({ code: "empty" }));
    queue.put(1);
    expect(() => queue.putNowait(2)).toThrow(expect.objectContaining({ code: "full" }));
  });

  test("blocks no event loop: it names the asynchronous form", () => {
    expect(() => new Queue().get()).toThrow(/queue\.getAsync\(\)/);
  });

  test("80: calls nothing done that was not put in", () => {
    const queue = new JoinableQueue();
    queue.put(1);
    queue.taskDone();

    expect(() => queue.taskDone()).toThrow(expect.objectContaining({ code: "task-done-too-often" }));
    expect(queue.join()).toBe(true);
  });

  test("81: join waits at most as long as it is told", async () => {
    const queue = new JoinableQueue();
    queue.put(1);

    expect([queue.join(0), await queue.joinAsync({ timeoutMs: 5 })]).toEqual([false, false]);
    const joined = queue.joinAsync();
    queue.taskDone();
    expect(await joined).toBe(true);
  });

  test("89, 91: drops what is in it when it is shut down at once, also the second time", async () => {
    const queue = new JoinableQueue(2);
    queue.put(1);
    queue.put({ large: "x".repeat(1000) });
    queue.shutdown();
    queue.shutdown(true);

    expect([queue.qsize, queue.isShutDown, queue.join()]).toEqual([0, true, true]);
    for (const use of [() => queue.get(), () => queue.getNowait(), () => queue.tryGet(), () => queue.put(1)])
      expect(use).toThrow(expect.objectContaining({ code: "shut-down" }));
    await expect(queue.getAsync()).rejects.toMatchObject({ code: "shut-down" });
  });

  test("wants to know how urgent an item of a PriorityQueue is", () => {
    const queue = new PriorityQueue<never>();

    // @ts-expect-error -- a program without types may put this in
    expect(() => queue.put("soon")).toThrow(expect.objectContaining({ code: "bad-priority" }));
    // @ts-expect-error -- the same
    expect(() => queue.put([Number.NaN])).toThrow(expect.objectContaining({ code: "bad-priority" }));
  });

  test("takes nothing from an item that can't cross, and its place stays free", () => {
    const queue = new Queue(1);

    expect(() => queue.put({ run: () => 0 })).toThrow(expect.objectContaining({ code: "not-transferable" }));
    expect(queue.tryPut(1)).toBe(true);
  });

  test("says so when the program's memory is used up, and goes on when there is room again", () => {
    const queue = new Queue();
    const item = new Uint8Array(60_000);
    let count = 0;
    expect(() => {
      for (;;) {
        queue.put(item);
        count++;
      }
    }).toThrow(expect.objectContaining({ code: "out-of-shared-memory" }));

    expect(queue.qsize).toBe(count);
    queue.get();
    queue.put(item);
    queue.shutdown(true);
  });
});

describe("who waits without blocking", () => {
  test("gets what comes, in the order of asking", async () => {
    const queue = new Queue<string>();
    const asked = [queue.getAsync(), queue.getAsync()];
    queue.put("first");
    queue.put("second");

    expect(await Promise.all(asked)).toEqual(["first", "second"]);
  });

  test("may give up by time-out or by signal, at any moment, and nothing is lost", async () => {
    for (let turns = 0; turns < 12; turns++) {
      const queue = new Queue<number>(1);
      const aborted = new AbortController();
      const gotten = queue.getAsync({ signal: aborted.signal }).catch((error: unknown) => error);
      await Promise.all([
        after(turns, () => aborted.abort(new Error("enough"))),
        after(12 - turns, () => queue.put(7)),
      ]);
      const got = await gotten;

      expect(got === 7 ? queue.tryGet() : queue.tryGet()?.value).toBe(got === 7 ? null : 7);
      expect(queue.tryPut(1)).toBe(true);
    }
    await expect(new Queue().getAsync({ timeoutMs: 3 })).rejects.toMatchObject({ code: "empty" });
  });

  test("keeps its item when it gives up putting, and the place", async () => {
    const queue = new Queue<number>(1);
    queue.put(1);
    const aborted = new AbortController();
    const putting = queue.putAsync(2, { signal: aborted.signal });
    const late = queue.putAsync(3, { timeoutMs: 3 });
    aborted.abort(new Error("enough"));

    await expect(putting).rejects.toThrow("enough");
    await expect(late).rejects.toMatchObject({ code: "full" });
    expect([queue.get(), queue.tryPut(4), queue.qsize]).toEqual([1, true, 1]);
  });

  test("90, 92: is told of a shutdown", async () => {
    const [empty, full] = [new Queue(), new Queue(1)];
    full.put(1);
    const waiting = [empty.getAsync(), empty.getAsync(), full.putAsync(2), full.putAsync(3)];
    empty.shutdown();
    full.shutdown();

    expect(await Promise.allSettled(waiting)).toMatchObject(
      waiting.map(() => ({ status: "rejected", reason: { code: "shut-down" } })),
    );
  });
});

describe("between threads at full speed", () => {
  test.each([
    ["83: many feeders and consumers", 6, 6, 1500, 1000],
    ["83: consumers that ask again and again", 2, 3, 800, 0],
    ["83: consumers with time-outs of 10 µs", 2, 3, 800, 0.01],
  ])("%s: each item arrives once, and whole", async (_name, feeders, consumers, count, timeoutMs) => {
    const total = feeders * count;

    expect(await result("traffic", feeders, consumers, count, timeoutMs)).toEqual({
      got: total,
      sum: (total * (total - 1)) / 2,
      wrong: 0,
      left: 0,
    });
  });

  test("a queue made at module level is everybody's", async () => {
    expect(await result("moduleLevel")).toEqual([true, 10, 0]);
  });

  test("85: nothing of items gone stays behind", async () => {
    expect(await result("forgets", 200)).toBe(0);
  });

  test("shared objects inside an item are shared", async () => {
    expect(await result("sharedInside")).toBe(42);
  });
});

/** Calls `body` when so many microtasks have run. */
async function after(count: number, body: () => void): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
  body();
}
