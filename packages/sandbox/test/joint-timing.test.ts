import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowedCores } from "../src/cores.ts";
import { findTool } from "../src/host-tools.ts";
import type { ThreadUse } from "../src/thread-use.ts";
import { TooFewCoresError } from "../src/unavailable.ts";
import { jobOf, observed, openRig, type Rig } from "./box-rig.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";

/** What the threads themselves say. */
interface Told {
  readonly cores: number;
  readonly hasProcessTable: boolean;
  readonly threads: readonly { readonly name: string; readonly cpuTimeMs: number; readonly wallTimeMs: number }[];
  readonly clock: number;
}

/** As far as two readings of one account may differ: what a thread does between its own look and its sleep, and a part of its work. */
const SLACK_MS = 2.5;
const SLACK_SHARE = 0.08;
const PATIENT = { needs: [], wallTimeMs: 60_000, cpuTimeMs: 60_000 };

const named = (threads: readonly ThreadUse[], name: string) => threads.filter((thread) => thread.name === name);

describe("timing in a box", () => {
  let rig: Rig;
  let joint: JointPrograms;
  beforeAll(async () => {
    joint = await bundleJoint("timing", "timing-worker");
    rig = await openRig({ boot: joint.boot });
  });
  afterAll(async () => {
    await rig.close();
    joint.remove();
  });

  async function measure(cores: number): Promise<{ told: Told; threads: readonly ThreadUse[] }> {
    const run = await rig.sandbox.run({ ...jobOf("", PATIENT), cores }, { countThreads: true });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own program said it
    const told = observed(run) as Told;
    expect(await rig.left(run)).toEqual([]);
    return { told, threads: run.threads ?? [] };
  }

  it.runIf(allowedCores().length > 1)("runs two threads on two leased cores behind the narrowest filter", async () => {
    const { told, threads } = await measure(2);
    expect(told).toMatchObject({ cores: 2, hasProcessTable: false });
    for (const { name, cpuTimeMs, wallTimeMs } of told.threads) {
      const [outside, ...others] = named(threads, name);
      expect(others).toEqual([]);
      expect(outside).toMatchObject({ parked: true, sleeps: expect.any(Number) });
      const slackMs = SLACK_MS + cpuTimeMs * SLACK_SHARE;
      expect(Math.abs((outside?.cpuTimeMs ?? 0) - cpuTimeMs), "inside against outside").toBeLessThan(slackMs);
      expect(wallTimeMs).toBeGreaterThan(0);
    }
  });

  it("has an exact clock of each thread without a process table", async () => {
    // An account that is a tick old stands still between most of two hundred looks.
    expect((await measure(1)).told.clock).toBe(0);
  });

  it("tells threads by their numbers in the box, one process below its pid 1", async () => {
    const { threads } = await measure(1);
    const pids = new Set(threads.map((thread) => thread.pid));
    expect(pids.size).toBe(1);
    const main = threads.filter(({ pid, tid }) => pid === tid);
    expect(main).toHaveLength(1);
    expect(main[0]?.pid).toBeLessThan(100); // ours outside are not
    expect(new Set(threads.map((thread) => thread.tid)).size).toBe(threads.length);
  });

  it("counts what a thread waits for its core as run-delay, not as CPU time", async () => {
    // Two threads on one core: each waits about as long as it runs.
    const { told, threads } = await measure(1);
    expect(told.cores).toBe(1);
    const delays = told.threads.map(({ name }) => named(threads, name)[0]?.runDelayMs ?? 0);
    const works = told.threads.map(({ name }) => named(threads, name)[0]?.cpuTimeMs ?? 0);
    expect(Math.max(...delays)).toBeGreaterThan(Math.min(...works) / 4);
  });

  it.runIf(findTool("taskset") !== null)("sees a stranger on a leased core as run-delay", async () => {
    const loop = ["-c", allowedCores().join(","), process.execPath, "-e", "for (;;);"];
    const hogs = allowedCores().map(() => spawn(findTool("taskset") ?? "", loop, { stdio: "ignore" }));
    try {
      const { told, threads } = await measure(Math.min(2, allowedCores().length));
      for (const { name, cpuTimeMs, wallTimeMs } of told.threads) {
        const outside = named(threads, name)[0];
        expect(outside?.runDelayMs).toBeGreaterThan(0);
        expect(Math.abs((outside?.cpuTimeMs ?? 0) - cpuTimeMs)).toBeLessThan(SLACK_MS + cpuTimeMs * SLACK_SHARE);
        expect(wallTimeMs).toBeGreaterThan(0);
      }
    } finally {
      await Promise.all(hogs.map((hog) => (hog.kill("SIGKILL"), once(hog, "exit"))));
    }
  });

  it("tells nothing of threads where it wasn't asked", async () => {
    expect((await rig.sandbox.run(jobOf("", PATIENT))).threads).toBeUndefined();
  });

  it("says that there are too few cores instead of sharing them", async () => {
    const wanted = allowedCores().length + 1;
    await expect(rig.sandbox.run({ ...jobOf("", PATIENT), cores: wanted })).rejects.toThrow(TooFewCoresError);
    expect((await measure(1)).told.cores).toBe(1);
  });
});
