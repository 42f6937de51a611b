import { describe, expect, test } from "vitest";
import { runOnWorker, runRounds } from "@lockstep/threading/machinery";

const module = new URL("./programs/at-once-programs.ts", import.meta.url).href;
const seeds = Array.from({ length: 20 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

describe("a thread that awaits several things at once in a gated round", () => {
  test("is stuck where none of them can come, and each is named once", async () => {
    const [end] = await runRounds({ module, name: "neitherComes" }, [5]);

    const waits = { thread: "main", heldBy: null, holderEnded: false };
    expect(end).toMatchObject({
      kind: "stuck",
      report: {
        stuck: "deadlock",
        waiting: [
          { ...waits, on: "bell" },
          { ...waits, on: "door" },
        ],
      },
    });
  });

  test("ends the round with the error of one of its promises, at the same step each time", async () => {
    const reports = new Set<string>();
    for (let time = 0; time < 6; time++) {
      const end = await runOnWorker(module, "failsMeanwhile", [], { gated: { seed: 77, stepsMax: 5000 } });
      expect(end).toMatchObject({ kind: "threw", error: { message: "in vain" } });
      if (end.kind === "threw") reports.add(JSON.stringify(end.report));
    }

    expect([...reports]).toHaveLength(1);
  });

  test("is stuck where its own coroutines wait for one another", async () => {
    const [end] = await runRounds({ module, name: "crossed" }, [5]);

    expect(end).toMatchObject({
      kind: "stuck",
      report: {
        waiting: [
          { on: "right", heldBy: "main" },
          { on: "left", heldBy: "main" },
        ],
      },
    });
  });

  test("sleeps to its end though a timer of the platform could come first, patient or not", async () => {
    const ends = await runRounds({ module, name: "sleepsBesideTimer" }, seeds);

    expect(ends).toHaveLength(seeds.length);
    for (const end of ends) expect(end).toMatchObject({ kind: "over", result: "over" });
  });

  test("sleeps side by side: the round's clock doesn't add the times up", async () => {
    const patient = seeds.filter((seed) => ((seed >>> 5) & 3) === 0);
    const ends = await runRounds({ module, name: "naps" }, patient);

    expect(ends.map((end) => end.kind === "over" && end.result)).toEqual(patient.map(() => [300, 500, 600]));
  });

  test("goes on when one of them has come, whoever lets it come, also with each step inside a primitive as a decision point", async () => {
    const fine = seeds.map((seed) => ({ seed, fine: true }));
    const ends = await runRounds({ module, name: "several" }, [...seeds, ...fine]);

    expect(ends.map((end) => end.kind === "over" && end.result)).toEqual([...seeds, ...fine].map(() => true));
  });

  test("takes the same steps for the same seed, in new workers", async () => {
    const gated = { seed: 77, stepsMax: 2000 };
    const first = await runOnWorker(module, "several", [], { gated });
    const second = await runOnWorker(module, "several", [], { gated });

    expect(first.kind).toBe("over");
    expect(second.report).toEqual(first.report);
  });

  test("is not stuck while a timer of the platform is due", async () => {
    const [end] = await runRounds({ module, name: "timer" }, [5]);

    expect(end).toMatchObject({ kind: "over", result: "late" });
  });

  test.each([
    ["a signal of the platform will abort", "givesUp", "TimeoutError"],
    ["a message to itself is on its way", "writesToItself", 3],
  ])("is not stuck while %s", async (_what, name, expected) => {
    const ends = await runRounds({ module, name }, seeds.slice(0, 2));

    expect(ends.map((end) => (end.kind === "over" ? end.result : end))).toEqual([expected, expected]);
  });

  test("is not said to be stuck while it listens to a port on which somebody could speak: that can't be known", async () => {
    const [end] = await runRounds({ module, name: "listensInVain" }, [5]);

    expect(end).toMatchObject({ kind: "threw", error: { name: "UnknownIfStuckError" } });
  });

  test.each([
    ["has printed something, which opens a port for a while", "speaksInVain"],
    ["had a timer, which has come", "ringsInVain"],
  ])("is stuck though it %s", async (_what, name) => {
    const [end] = await runRounds({ module, name }, [5]);

    expect(end).toMatchObject({ kind: "stuck", report: { waiting: [{ thread: "main", on: "bell" }] } });
  });

  test("sleeps side by side on ideal cores, too", async () => {
    const [end] = await runRounds({ module, name: "naps" }, [{ seed: 0, cores: 1 }]);

    expect(end).toMatchObject({ kind: "over", result: [300, 500, 600] });
    expect(end?.report?.paced?.timeMs).toBeGreaterThanOrEqual(600);
  });
});
