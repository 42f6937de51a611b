import { describe, expect, test } from "vitest";
import { isAccountedFor, type PacedFigures, voteOn } from "../../src/index.ts";

/** A round in which each worker used so much, and all took so long. */
function round(timeMs: number, ...usedMs: number[]): PacedFigures {
  return { cores: 2, timeMs, threads: usedMs.map((cpuTimeMs, i) => ({ worker: i + 1, cpuTimeMs })) };
}
/** The same as the kernel saw it. */
const seen = (...usedMs: number[]) => usedMs.map((cpuTimeMs, i) => ({ name: `worker-${i + 1}`, cpuTimeMs }));
const reference = round(40, 40);

describe("a vote on at least 1.6", () => {
  test.each([
    ["two threads share the work", round(21, 20, 20), "fast"],
    ["one after the other", round(40, 20, 20), "slow"],
    ["everything twice", round(40, 40, 40), "slow"],
    ["serial, and twice as fast as the reference", round(20, 20), "slow"],
    ["between the thresholds", round(26, 20, 20), "void"],
    ["no work at all", round(0), "slow"],
  ] as const)("%s", (_name, student, vote) => {
    expect(voteOn(1.6, reference, student, reference).vote).toBe(vote);
  });

  test("says nothing near the threshold where the core's speed moved, and still tells what is far from it", () => {
    const slower = round(50, 50);
    expect(voteOn(1.6, reference, round(28, 20, 20), slower).vote).toBe("void");
    expect(voteOn(1.6, reference, round(40, 20, 20), slower).vote).toBe("slow");
    expect(voteOn(1.6, reference, round(21, 20, 20), slower).vote).toBe("fast");
    // The better of the two references would make it fast; it doesn't count.
    expect(voteOn(1.6, reference, round(27, 27, 27), slower).vote).toBe("void");
  });

  test("takes the efficiency into account, at most 1", () => {
    expect(voteOn(1.6, reference, round(25, 25, 25), reference)).toMatchObject({ parallelism: 2, efficiency: 0.8 });
    expect(voteOn(1.6, reference, round(10, 10, 10), reference)).toMatchObject({ parallelism: 2, efficiency: 1 });
  });
});

describe("the kernel's account", () => {
  test("bears out what is claimed, whatever else a worker did", () => {
    expect(isAccountedFor(round(21, 20, 20), seen(23, 19.5), 60)).toBe(true);
  });

  test("refuses a trace in which two share what one alone has done", () => {
    expect(isAccountedFor(round(21, 20, 20), seen(40, 1), 60)).toBe(false);
  });

  test("refuses workers that are not there, unless the box as a whole has worked as much", () => {
    expect(isAccountedFor(round(21, 20, 20), seen(40), 42)).toBe(false);
    expect(isAccountedFor(round(21, 20, 20), seen(21), 42)).toBe(true);
    expect(isAccountedFor(round(21, 20, 20), seen(21), null)).toBe(false);
  });
});
