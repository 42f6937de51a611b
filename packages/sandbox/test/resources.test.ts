import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoxStatus } from "../src/box-run.ts";
import { attack, observed, openRig, type Rig } from "./box-rig.ts";
import { runContained } from "./contained.ts";

const TIME_LIMITS: readonly BoxStatus[] = ["cpu-time-limit", "wall-time-limit"];

describe.each(["auto", "none"] as const)("limits under attack (cgroup %s)", (cgroup) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({}, { cgroup });
  });
  afterAll(() => rig.close());

  it("B1: a fork bomb ends at a limit, all of it", async () => {
    const run = await runContained(rig, "b1-fork-bomb", { wallTimeMs: 1500 });
    expect([...TIME_LIMITS, "memory-limit"]).toContain(run.status);
  });

  it("B1: holds the number of processes", async () => {
    const few = Number(observed(await runContained(rig, "b1-count", { input: 100, processes: 32 })));
    expect(few).toBeLessThan(32);
    // Control: with a wider limit the same program gets them all.
    expect(observed(await rig.run(attack("b1-count"), { input: 100, processes: 256 }))).toBe(100);
  });

  it.each([null, "exit"])("B1: a daemon that outlives the program dies with the box (%s)", async (input) => {
    const { status } = await runContained(rig, "b1-daemon", { input });
    expect(input === null ? ["answered", "protocol-violation"] : ["ended-early", "protocol-violation"]).toContain(
      status,
    );
  });

  it("B2: five hundred workers end at a limit", async () => {
    const { status } = await runContained(rig, "b2-workers", { wallTimeMs: 3000 });
    expect([...TIME_LIMITS, "memory-limit", "ended-early"]).toContain(status);
  });

  it.each(["heap", "buffers", "child", "spread"])("B4: ends for memory, wherever it is taken (%s)", async (how) => {
    const { status } = await runContained(rig, "b4-memory", { input: how, wallTimeMs: 20_000, cpuTimeMs: 20_000 });
    expect(status).toBe("memory-limit");
  });

  it("B4: lets the same amount pass under a wider limit", async () => {
    const wide = { input: "spread", wallTimeMs: 20_000, cpuTimeMs: 20_000, memoryBytes: 2 ** 30 };
    expect(observed(await rig.run(attack("b4-memory"), wide))).toBe("spread");
  });
});
