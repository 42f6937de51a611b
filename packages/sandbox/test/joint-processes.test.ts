import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { observed, openRig, type Rig } from "./box-rig.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";

/** What the student's module says of the realm it finds itself in. */
const STUDENT = `
exports.step = (n) => n + 1;
exports.realm = () => ({
  process: typeof process, require: typeof require, atomics: typeof Atomics, shared: typeof SharedArrayBuffer,
  patched: (() => { try { Array.prototype.push = () => 0; return true; } catch { return false; } })(),
});`;
const REALM = {
  realm: { process: "undefined", require: "function", atomics: "undefined", shared: "undefined", patched: false },
  frozen: true,
  dates: "function",
};

describe.each(["auto", "none"] as const)("processes in a box (cgroup %s)", (cgroup) => {
  let rig: Rig;
  let joint: JointPrograms;
  beforeAll(async () => {
    joint = await bundleJoint("processes", "processes-child");
    rig = await openRig({ boot: joint.boot }, { cgroup });
  });
  afterAll(async () => {
    await rig.close();
    joint.remove();
  });

  it("share memory without a name, lock by futex, recover from a killed holder, and boot the student's realm", async () => {
    const run = await rig.run(STUDENT, { needs: ["processes"], wallTimeMs: 60_000, cpuTimeMs: 60_000 });
    expect(observed(run)).toEqual({
      names: [],
      woken: true,
      counter: 1000,
      lost: 0,
      children: [REALM, REALM],
      holding: "holding",
      busy: "timed-out",
      signal: "SIGKILL",
      recovered: "owner-died",
      found: -1,
      next: "acquired",
      tooMuch: "ENOSPC",
      left: [],
    });
    expect(await rig.left(run)).toEqual([]);
  });

  it.each([
    { needs: [], says: /Cannot find the native Koffi module/ },
    { needs: ["sockets"], says: /spawn EPERM/ },
    { needs: ["signals"], says: /spawn EAFNOSUPPORT/ },
  ])("can't be started where the manifest asks for $needs only", async ({ needs, says }) => {
    const run = await rig.run(STUDENT, { needs, wallTimeMs: 60_000, cpuTimeMs: 60_000 });
    expect([run.status, run.output.stderr]).toEqual(["ended-early", expect.stringMatching(says)]);
  });
});
