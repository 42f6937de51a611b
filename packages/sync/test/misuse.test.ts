import { runRounds } from "@lockstep/threading/machinery";
import { describe, expect, test } from "vitest";

const module = new URL("./programs/misuse-programs.ts", import.meta.url).href;
const seeds = Array.from({ length: 100 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

/** All that a program answers, each once. */
async function resultsOf(name: string): Promise<readonly unknown[]> {
  const ends = await runRounds({ module, name }, seeds);
  const texts = new Set(ends.map((end) => JSON.stringify(end.kind === "over" ? end.result : end)));
  return [...texts].map((text): unknown => JSON.parse(text));
}

describe("whoever releases what is not theirs harms nobody else", () => {
  test("two threads leave for one reader: a writer that comes meanwhile is alone, and leaves as it came", async () => {
    expect(await resultsOf("leaveTogether")).toEqual([
      { left: ["NotHeldError", "done"], wrote: "done", readers: 0, writes: true },
    ]);
  });

  test("two threads release a lock for one, while a third has it: one of three is told, and the lock is free for one", async () => {
    expect(await resultsOf("releaseTogether")).toEqual([
      { done: ["NotHeldError", "done", "done"], taken: ["done", false] },
    ]);
  });
});

test("whoever is told that a barrier's action failed finds the barrier broken", async () => {
  expect(await resultsOf("meetInVain")).toEqual([["BrokenBarrierError, broken", "RangeError, broken"]]);
});
