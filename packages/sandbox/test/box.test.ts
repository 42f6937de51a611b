import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowedCores } from "../src/cores.ts";
import { SandboxClosedError } from "../src/unavailable.ts";
import { attack, jobOf, LIMITS, observed, openRig, type Rig } from "./box-rig.ts";

describe.each(["auto", "none"] as const)("a box (cgroup %s)", (cgroup) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({}, { cgroup });
  });
  afterAll(() => rig.close());

  it("runs what exercises need: workers, shared memory, children, signals, loopback sockets", async () => {
    const run = await rig.run(attack("honest"), { input: 1 });
    expect(observed(run)).toEqual({ n: 42, code: 7, socket: "hi" });
    expect(run.memoryOf).toBe(rig.sandbox.groups ? "cgroup" : "sampled");
    expect(await rig.left(run)).toEqual([]);
  });

  it("runs threads behind the narrowest filter", async () => {
    const code = `import { Worker } from "node:worker_threads"; import { once } from "node:events";
      export const attack = async () => (await once(new Worker("require('worker_threads').parentPort.postMessage(7)", { eval: true }), "message"))[0];`;
    expect(observed(await rig.run(code, { needs: [] }))).toBe(7);
  });

  it("keeps what was printed, as text, whatever the bytes", async () => {
    const code = `import { writeSync } from "node:fs"; export const attack = () => { writeSync(1, Buffer.from([104, 105, 0xff])); writeSync(2, "oh"); };`;
    const { output, status } = await rig.run(code);
    expect([status, output]).toEqual(["answered", { stdout: "hi\uFFFD", stderr: "oh", truncated: false }]);
  });

  it("keeps what was printed before a limit ended it", async () => {
    const code = `import { writeSync } from "node:fs"; export const attack = () => { writeSync(1, "so far"); for (;;); };`;
    const run = await rig.run(code, { wallTimeMs: 400 });
    expect([run.status, run.output.stdout, run.answer]).toEqual(["wall-time-limit", "so far", null]);
    expect(run.wallTimeMs).toBeGreaterThanOrEqual(400);
  });

  it("ends a program for the CPU time it uses, not for the time it waits", async () => {
    const spinning = await rig.run(attack("c-spin"), { cpuTimeMs: 300, wallTimeMs: 20_000 });
    expect(spinning.status).toBe("cpu-time-limit");
    const waiting = `export const attack = () => new Promise((done) => setTimeout(() => done("waited"), 600));`;
    expect(observed(await rig.run(waiting, { cpuTimeMs: 300 }))).toBe("waited");
  });

  it("says that a program ended early when it closes the channel and goes on", async () => {
    const code = `import { closeSync } from "node:fs"; export const attack = () => { closeSync(3); for (;;); };`;
    expect((await rig.run(code)).status).toBe("ended-early");
  });

  it("says that a program ended early when it throws", async () => {
    const { status, output } = await rig.run(`export const attack = () => { throw new Error("mine"); };`);
    expect(status).toBe("ended-early");
    expect(output.stderr).toContain("mine");
  });

  it("ends the box when the run is aborted, and rejects with the reason", async () => {
    const aborted = new AbortController();
    const reason = new Error("changed my mind");
    const run = rig.sandbox.run(jobOf(attack("c-spin"), { wallTimeMs: 60_000, cpuTimeMs: 60_000 }), {
      signal: aborted.signal,
    });
    setTimeout(() => aborted.abort(reason), 300);
    await expect(run).rejects.toBe(reason);
    await expect(rig.sandbox.run(jobOf(attack("c-spin")), { signal: aborted.signal })).rejects.toBe(reason);
  });

  it("uses a box that was started ahead, pins it to one core, and charges nothing for its start", async () => {
    rig.sandbox.warm(LIMITS);
    const cores = `import { availableParallelism } from "node:os"; export const attack = () => availableParallelism();`;
    const run = await rig.run(cores, { needs: [] });
    expect(observed(run)).toBe(1);
    const next = await rig.run(cores, { needs: [] });
    expect(observed(next)).toBe(1);
    expect(await rig.left(next)).toEqual([]);
  });

  it("runs two boxes on two different cores", async () => {
    const where = `import { execFileSync } from "node:child_process"; export const attack = async () => { await new Promise((r) => setTimeout(r, 400)); return execFileSync("taskset", ["-c", "-p", "1"], { encoding: "utf8" }).trim().split(" ").at(-1); };`;
    const runs = await Promise.all([rig.run(where), rig.run(where)]);
    expect(new Set(runs.map(observed)).size).toBe(Math.min(2, allowedCores().length));
  });

  it("takes no job after it was closed, and ends those that run", async () => {
    const own = await openRig({}, { cgroup, slots: 1 });
    const running = own.run(attack("c-spin"), { wallTimeMs: 60_000, cpuTimeMs: 60_000 });
    const queued = own.run(attack("honest"));
    queued.catch(() => undefined);
    await new Promise((done) => setTimeout(done, 300));
    await own.close();
    expect((await running).status).toBe("sandbox-error");
    await expect(queued).rejects.toThrow(SandboxClosedError);
    await expect(own.run(attack("honest"))).rejects.toThrow(SandboxClosedError);
  });
});
