import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { runOnWorker, runRounds } from "../src/machinery.ts";

const programs = new URL("./programs/worker-programs.ts", import.meta.url).href;

async function result(name: string, ...args: readonly unknown[]): Promise<unknown> {
  const end = await runOnWorker(programs, name, args);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

describe("a worker that serves one thread after another", () => {
  test("gives each of them fresh modules, also those that its module imports", async () => {
    const worker = expect.any(Number);
    const seen = await result("oneByOne", 5);

    expect(seen).toEqual(Array.from({ length: 5 }, () => ({ worker, runs: 1, names: 1, used: 1, uses: 1 })));
    expect(new Set(Object.values(Object(seen)).map((each) => Object(each).worker)).size).toBe(1);
  });

  test("serves the next one where a thread left nothing", async () => {
    expect(await result("leaves", "nothing")).toEqual({ isSame: true, isClean: true });
  });

  test.each(["global", "prototype", "built-in", "environment", "listener", "timer"])(
    "serves nobody again where a thread left a %s",
    async (trace) => {
      expect(await result("leaves", trace)).toEqual({ isSame: false, isClean: true });
    },
  );
});

test("in gated rounds no thread waits for the worker of one that waits for its turn to end", async () => {
  const seeds = Array.from({ length: 25 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

  const ends = await runRounds({ module: programs, name: "startsAndLeaves", args: [16] }, seeds);

  expect(ends.map(({ kind }) => kind)).toEqual(seeds.map(() => "over"));
}, 60_000);

test("a gated round is over with the error of a promise that nobody looks after: no thread takes a step after it", async () => {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  const busy = setInterval(() => Atomics.wait(nobody, 0, 0, 10), 0); // so the report is read late, and shows who went on
  const [end] = await runRounds({ module: programs, name: "joinsLoose" }, [5]).finally(() => clearInterval(busy));

  expect(end).toMatchObject({ kind: "threw", error: { message: "loose" } });
  expect(end?.report?.events.map(({ step }) => step)).not.toContain("end");
});

describe("threads whose functions are async", () => {
  test("share workers, and each has its identity, its values and its modules", async () => {
    const { workers, ...others } = Object(await result("manyMeet", 60));

    expect(others).toEqual({ fresh: true, themselves: true });
    expect(workers).toBeLessThanOrEqual(availableParallelism());
  });

  test("are told what to write instead of a call that blocks", async () => {
    expect(await result("blocksInAsync")).toMatch(/^BlockingOnSharedWorkerError: .*async form/);
  });

  test("end alone: with an error of a promise that nobody looks after, and with process.exit()", async () => {
    expect(await result("endsAlone")).toEqual(["Error: loose", 1, null, "stayed"]);
  });

  test("end once: an error that comes later is nobody's, and nothing takes process.exit() back", async () => {
    expect(await result("endsOnce")).toEqual(["over", null, null, "waited"]);
  });

  test("end the program with an error that nobody takes", async () => {
    expect(await runOnWorker(programs, "startsFailing")).toMatchObject({
      kind: "threw",
      thread: "failing",
      error: {
        name: "RangeError",
        message: "mine",
        stack: expect.stringMatching(/failsAlone.*worker-programs\.ts:\d+/),
      },
    });
  });

  test("wait for a timer on a shared worker too", async () => {
    expect(await result("timersShare")).toEqual(["alarm-1", "alarm-2", null]);
  });
});

test("a program whose modules can't be made again by calling a function is loaded by the platform", async () => {
  const top = new URL("./programs/awaits-at-top.ts", import.meta.url).href;

  expect(await runOnWorker(top, "main")).toMatchObject({ kind: "over", result: "hello" });
});
