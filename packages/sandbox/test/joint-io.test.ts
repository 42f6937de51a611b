import { demandIoUring } from "@lockstep/os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoxRun } from "../src/box-run.ts";
import { ALL_NEEDS, observed, openRig, type Rig } from "./box-rig.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";

/** A kernel setting or the profile of a container may forbid it to everybody. */
function isRingAllowedOutside(): boolean {
  try {
    demandIoUring();
    return true;
  } catch {
    return false;
  }
}

describe("IO in a box", () => {
  let rig: Rig;
  let joint: JointPrograms;
  beforeAll(async () => {
    joint = await bundleJoint("io", "echo-server");
    rig = await openRig({ boot: joint.boot });
  });
  afterAll(async () => {
    await rig.close();
    joint.remove();
  });

  const run = (input: string, needs: readonly string[], on = rig): Promise<BoxRun> =>
    on.run("", { input, needs, wallTimeMs: 60_000, cpuTimeMs: 60_000 });

  const SERVED = { right: 500, large: true, code: 0 };

  it("serves twenty clients by epoll on the box's own loopback", async () => {
    expect(observed(await run("epoll", ["sockets"]))).toEqual(SERVED);
  });

  it("serves twenty clients by signals that their descriptors send", async () => {
    expect(observed(await run("signals", ["sockets", "signals"]))).toEqual(SERVED);
  });

  it("has descriptors that send signals only where the manifest asks for signals", async () => {
    expect(observed(await run("signals", ["sockets"]))).toMatchObject({ code: "EPERM", call: "fcntl F_SETSIG" });
  });

  it("has sockets only where the manifest asks for sockets", async () => {
    for (const needs of [["signals"], ["processes"]])
      expect(observed(await run("epoll", needs))).toMatchObject({ code: "EAFNOSUPPORT", call: "socket" });
  });

  it("refuses io_uring under every profile, and says why and what to use", async () => {
    for (const needs of [["sockets"], ALL_NEEDS])
      expect(observed(await run("io_uring", needs))).toEqual({
        code: "EPERM",
        call: "io_uring_setup",
        says: expect.stringMatching(/not allowed here \(EPERM\).*not seen by the system-call filter.*Use epoll/),
      });
  });

  it.runIf(isRingAllowedOutside())("would have a ring without the filter", async () => {
    const open = await openRig({ boot: joint.boot, withoutFilter: true });
    const seen = observed(await run("io_uring", ["sockets"], open));
    await open.close();
    expect(seen).toBe("done");
  });
});
