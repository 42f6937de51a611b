import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filterNeeds, seccompFilter } from "../src/seccomp.ts";
import { attack, ALL_NEEDS, observed, openRig, type Rig } from "./box-rig.ts";
import { answerOf } from "./filter-machine.ts";

const ALLOW = "allow";
const EPERM = 1;
const ENOTTY = 25;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

describe.each(["x64", "arm64"] as const)("the filter for %s, interpreted", (arch) => {
  const wide = seccompFilter(filterNeeds(ALL_NEEDS), arch);
  const narrow = seccompFilter(filterNeeds([]), arch);
  const call = (x64: number, arm64: number, ...args: (number | bigint)[]) => ({
    arch,
    number: arch === "x64" ? x64 : arm64,
    args,
  });

  it("allows what an interpreter needs", () => {
    for (const [x64, arm64] of [
      [0, 63],
      [202, 98],
      [9, 222],
      [59, 221],
      [231, 94],
    ] as const)
      expect(answerOf(narrow, call(x64, arm64))).toBe(ALLOW);
  });

  it("refuses what reaches out of the box", () => {
    for (const [x64, arm64] of [
      [165, 40],
      [101, 117],
      [425, 425],
      [319, 279],
      [203, 122],
      [298, 241],
      [250, 219],
    ] as const)
      expect(answerOf(wide, call(x64, arm64))).toBe(EPERM);
  });

  it("says of calls it does not know, and of clone3, that they don't exist", () => {
    for (const number of [435, 600, 5000]) expect(answerOf(wide, call(number, number))).toBe(ENOSYS);
  });

  it("lets clone make threads, processes only where they are needed, and namespaces never", () => {
    expect(answerOf(narrow, call(56, 220, 0x0001_0000))).toBe(ALLOW);
    expect(answerOf(narrow, call(56, 220, 17))).toBe(EPERM);
    expect(answerOf(wide, call(56, 220, 17))).toBe(ALLOW);
    expect(answerOf(wide, call(56, 220, 0x1001_0000))).toBe(EPERM);
  });

  it("opens only plain sockets, and only where they are needed", () => {
    for (const family of [1, 2, 10]) {
      expect(answerOf(wide, call(41, 198, family, 1 | 0o2_000_000))).toBe(ALLOW);
      expect(answerOf(wide, call(41, 198, family, 3))).toBe(EPERM);
      expect(answerOf(narrow, call(41, 198, family, 1))).toBe(EAFNOSUPPORT);
    }
    for (const family of [16, 17, 38, 40]) expect(answerOf(wide, call(41, 198, family, 1))).toBe(EAFNOSUPPORT);
  });

  it("is not dodged by high bits of an argument", () => {
    expect(answerOf(wide, call(16, 29, 0, 0x5412))).toBe(ENOTTY);
    expect(answerOf(wide, call(16, 29, 0, 0x1_0000_5412n))).toBe(ENOTTY);
    expect(answerOf(wide, call(56, 220, 0x1_1001_0000n))).toBe(EPERM);
  });

  it("sends signals only where they are needed", () => {
    expect(answerOf(narrow, call(62, 129))).toBe(EPERM);
    expect(answerOf(wide, call(62, 129))).toBe(ALLOW);
  });

  it("ends a process that calls by a foreign table", () => {
    expect(answerOf(wide, { arch: "i386", number: 20, args: [] })).toBe("kill");
  });

  it.runIf(arch === "x64")("ends a process that calls by the 32-bit pointer table", () => {
    expect(answerOf(wide, call(0x4000_0027, 0))).toBe("kill");
  });
});

describe("the filter in a box", () => {
  let rig: Rig;
  let open: Rig;
  beforeAll(async () => {
    rig = await openRig();
    open = await openRig({ withoutFilter: true });
  });
  afterAll(async () => {
    await rig.close();
    await open.close();
  });

  const FORK = `import { spawnSync } from "node:child_process"; export const attack = () => spawnSync("true", { stdio: "ignore" }).error?.code ?? "done";`;
  const LISTEN = `import { createServer } from "node:net"; export const attack = () => new Promise((r) => createServer().on("error", (e) => r(e.code)).listen(0, "127.0.0.1", () => r("done")).unref());`;
  const SIGNAL = `export const attack = () => { try { process.kill(process.pid, "SIGCONT"); return "done"; } catch (e) { return e.code; } };`;

  it.each([
    ["processes", FORK, "EPERM"],
    ["sockets", LISTEN, "EAFNOSUPPORT"],
    ["signals", SIGNAL, "EPERM"],
  ])("gives %s only to an exercise that needs them", async (need, code, refusal) => {
    expect(observed(await rig.run(code, { needs: [] }))).toBe(refusal);
    expect(observed(await rig.run(code, { needs: [need] }))).toBe("done");
  });

  it("A9: leaves neither its core nor its namespaces, by the system's own tools", async () => {
    const refused = { core: "refused", ownCore: "refused", namespace: "refused", priority: "refused" };
    expect(observed(await rig.run(attack("a9-tools")))).toEqual(refused);
    // Control: without the filter the tools work.
    expect(observed(await open.run(attack("a9-tools")))).toMatchObject({ ownCore: "done", namespace: "done" });
  });

  it.runIf(process.arch === "x64")("A9 A10: raw calls are refused, each with its error", async () => {
    const calls = {
      mount: [165, 0, 0, 0, 0, 0],
      unshare: [272, 0x1000_0000],
      memory: [319, "$name", 0],
      shared: [29, 0, 4096, 0o1600],
      ring: [425, 1, 0],
      trace: [101, 0, 0, 0, 0],
      affinity: [203, 0, 0, 0],
      keys: [250, 0, 0],
      reboot: [169, 0, 0, 0, 0],
      identity: [105, 0],
      netlink: [41, 16, 3, 0],
      vsock: [41, 40, 1, 0],
      clone3: [435, 0, 0],
      unknown: [999],
      x32: [0x4000_0027],
    };
    const errors = observed(await rig.run(attack("a9-calls"), { input: calls }));
    const { netlink, vsock, clone3, unknown, x32, ...rest } = calls;
    expect(errors).toEqual({
      ...Object.fromEntries(Object.keys(rest).map((name) => [name, EPERM])),
      netlink: EAFNOSUPPORT,
      vsock: EAFNOSUPPORT,
      clone3: ENOSYS,
      unknown: ENOSYS,
      x32: "SIGSYS",
    });
    expect([netlink, vsock, clone3, unknown, x32]).toHaveLength(5);
    // Control: without the filter the kernel grants some of them.
    expect(observed(await open.run(attack("a9-calls"), { input: calls }))).toMatchObject({
      unshare: 0,
      memory: 0,
      netlink: 0,
    });
  });
});
