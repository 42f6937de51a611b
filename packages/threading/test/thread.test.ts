import { expect, test } from "vitest";
import { Thread } from "../src/index.ts";
import { type RoundEnd, runOnWorker } from "../src/machinery.ts";

const programs = new URL("./programs/thread-programs.ts", import.meta.url).href;

async function result(name: string): Promise<unknown> {
  const end = await runOnWorker(programs, name);
  if (end.kind !== "over") throw new Error(JSON.stringify(end));
  return end.result;
}

test("sees the structs that it was given, and everybody sees what it wrote", async () => {
  expect(await result("seesTheSame")).toBe(42);
});

test("has module variables of its own; shared objects of a module are everybody's", async () => {
  expect(await result("moduleState")).toEqual({ own: 50, ofThread: 1, everybody: 102 });
});

test("gets its arguments spread, with structs inside plain data", async () => {
  expect(await result("nestedArgs")).toBe(14);
});

test("shares a row of numbers with other threads", async () => {
  expect(await result("sharesARow")).toEqual({ row: [0, 1, 4, 9], outside: "out-of-bounds" });
});

test("has the name it was given, or one with its number and target; a number once started", async () => {
  expect(await result("names")).toEqual({
    before: ["clerk", null, false, "<Thread clerk initial>"],
    after: [2, false, "<Thread clerk stopped>"],
    plain: "thread-2 (nothing)",
  });
});

test("knows itself, and is not the main thread", async () => {
  expect(await result("identities")).toEqual({
    main: [1, "main", false],
    same: true,
    other: true,
  });
});

test("refuses to start twice, to be joined before, to run a closure, to take a function along", async () => {
  expect(await result("misuse")).toEqual({
    early: "not-started",
    twice: "already-started",
    closure: "bad-target",
    functionAsArg: "not-transferable",
    negative: "bad-timeout",
  });
});

test("can be waited for a while", async () => {
  expect(await result("joinsForAWhile")).toEqual([false, true, true, false]);
});

test("may start threads of its own", async () => {
  expect(await result("grandchild")).toBe(5);
});

test("keeps its program alive until it is over", async () => {
  const end = await runOnWorker(programs, "returnsEarly");

  expect(end.kind).toBe("over");
});

test("does not keep its program alive as a daemon", async () => {
  expect(await result("leavesADaemon")).toBe(true);
});

test("ends its program with its error, and says which thread it was", async () => {
  const end: RoundEnd = await runOnWorker(programs, "failsInAThread");

  expect(end).toMatchObject({
    kind: "threw",
    thread: "printer",
    error: { name: "RangeError", message: "out of paper", stack: expect.stringContaining("thread-programs.ts") },
  });
});

test("lets the others go on after its error where a program asks for that, and the error is not lost", async () => {
  const end = await runOnWorker(programs, "failsInAThread", [], { onError: "go-on" });

  expect(end).toMatchObject({ kind: "threw", thread: "printer", error: { message: "out of paper" } });
});

test("counts a promise that nobody looks after as its error", async () => {
  const end = await runOnWorker(programs, "failLater");

  expect(end).toMatchObject({ kind: "threw", thread: "main", error: { message: "nobody looks" } });
});

test("can't be started where nothing serves threads, and says what to do", () => {
  expect(() => new Thread({ target: () => 0 }).start()).toThrow(/runOnWorker/);
});
