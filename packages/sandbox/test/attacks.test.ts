import { createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoxRun } from "../src/box-run.ts";
import { attack, type JobSettings, observed, openRig, outsideOfBox, type Rig } from "./box-rig.ts";
import { runContained } from "./contained.ts";

describe("the wall", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());

  const contained = (name: string, settings?: JobSettings) => runContained(rig, name, settings);

  /** For attacks that touch nothing but their own answer. */
  async function alone(name: string, settings: JobSettings = {}): Promise<BoxRun> {
    const run = await rig.run(attack(name), settings);
    expect(await rig.left(run), "left behind").toEqual([]);
    return run;
  }

  it("A1 A3: writes to no place but its own, and makes no device, FIFO or link that means anything", async () => {
    const seen = observed(await contained("a1-files"));
    expect(seen).toEqual({
      own: "done",
      link: "done", // nobody ever follows it
      hardLinkOut: expect.stringMatching(/EXDEV|EPERM/),
      device: "refused",
      fifo: "refused",
      terabyte: "EFBIG",
      usr: "EROFS",
      boot: expect.stringMatching(/EROFS|EACCES/),
      opt: "EROFS",
      root: "EROFS",
      dev: "EROFS",
      etc: expect.stringMatching(/EROFS|EACCES/),
      proc: "EROFS",
    });
  });

  it("A5: shows no secret of the runner, no file of it and no other process", async () => {
    const canary = "canary-kept-by-the-runner";
    process.env["LOCKSTEP_TEST_CANARY"] = canary;
    const input = { canary, paths: [import.meta.filename, process.cwd()] };
    expect(observed(await alone("a5-secrets", { input }))).toEqual({ seen: [], pids: 0, canary: false });
    // Control: the same program outside of a box sees them.
    const outside = await outsideOfBox("a5-secrets", input);
    expect(outside).toMatchObject({ canary: true, seen: expect.arrayContaining([import.meta.filename]) });
  });

  it("A8: fills its own places up to their size, and no other", async () => {
    const run = await contained("a8-fill", {
      input: ["/box", "/dev/shm", "/", "/dev", "/proc", "/opt"],
      wallTimeMs: 10_000,
    });
    const mebibyte = 2 ** 20;
    const bytes = observed(run);
    expect(bytes).toMatchObject({ "/": 0, "/dev": 0, "/proc": 0, "/opt": 0 });
    expect(bytes).toMatchObject({ "/box": 32 * mebibyte, "/dev/shm": 16 * mebibyte });
  });

  it.each([[[1]], [[2]], [[1, 2]]])("B5: a flood on streams %j ends at the output limit", async (streams) => {
    const { status, output } = await contained("b5-flood", { input: streams });
    expect(status).toBe("output-limit");
    expect(output.truncated).toBe(true);
    expect(output.stdout.length + output.stderr.length).toBe(64 * 1024);
  });

  it.each(["huge", "deep", "deep observation", "nan", "no nonce", "more keys", "twice", "a hundred thousand"])(
    "B6 E2: a forged frame is a violation (%s)",
    async (how) => {
      const { status, answer } = await alone("b6-frame", { input: how });
      expect([status, answer]).toEqual(["protocol-violation", null]);
    },
  );

  it("B7: runs out of descriptors by itself", async () => {
    expect(observed(await alone("b7-descriptors"))).toMatchObject({ code: "EMFILE" });
  });

  it("C1: a program that stops itself and everyone ends at the wall limit", async () => {
    expect((await contained("c-signals", { input: "stop", wallTimeMs: 1000 })).status).toBe("wall-time-limit");
  });

  it("C2: kills nobody outside, and not the box's first process", async () => {
    const { status } = await contained("c-signals", { input: "kill", wallTimeMs: 1000 });
    expect(["answered", "ended-early", "wall-time-limit"]).toContain(status);
  });

  it("C3: a program deaf to every signal ends at the wall limit", async () => {
    expect((await contained("c-signals", { input: "deaf", wallTimeMs: 1000 })).status).toBe("wall-time-limit");
  });

  it("D1 D2: reaches no network, no port and no abstract socket of the machine", async () => {
    const port = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    const abstract = `lockstep-test-${process.pid}`;
    const hidden = createServer((socket) => socket.end()).listen(`\0${abstract}`);
    await Promise.all([once(port, "listening"), once(hidden, "listening")]);
    const address = port.address();
    const input = { port: typeof address === "object" && address ? address.port : 0, abstract };
    expect(observed(await contained("d1-network", { input }))).toEqual({
      port: "ECONNREFUSED",
      abstract: "ECONNREFUSED",
      metadata: "ENETUNREACH",
      dns: "ENETUNREACH",
      v6: "ENETUNREACH",
    });
    // Control: without a network of its own the box reaches both.
    const open = await openRig({ withoutOwnNetwork: true });
    const reached = observed(await open.run(attack("d1-network"), { input, wallTimeMs: 20_000 }));
    await open.close();
    port.close();
    hidden.close();
    expect(reached).toMatchObject({ port: "connected", abstract: "connected" });
  });

  it("E1: leaving with success and fine words is no answer", async () => {
    const { status, output } = await alone("e1-exit");
    expect(status).toBe("ended-early");
    expect(output.stdout).toBe("all tests passed\n");
  });

  it("E3: patched built-ins forge no answer", async () => {
    const run = await alone("e3-patch", { wallTimeMs: 2000 });
    const seen: unknown = run.status === "answered" ? observed(run) : run.status;
    expect([{ wrong: 1 }, 42, "protocol-violation", "ended-early"]).toContainEqual(seen);
  });

  it("E5: nothing of one job is found by the next, or by the one beside it", async () => {
    const clean = { found: [], taken: false, left: 3 };
    const beside = await Promise.all([rig.run(attack("e5-persist")), rig.run(attack("e5-persist"))]);
    const after = await rig.run(attack("e5-persist"));
    expect([...beside, after].map(observed)).toEqual([clean, clean, clean]);
  });
});
