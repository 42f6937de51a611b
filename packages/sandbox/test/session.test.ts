import type { BoxModule, Limits } from "@lockstep/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Box } from "../src/box.ts";
import type { BoxRun } from "../src/box-run.ts";
import { type BoxSandbox, openSandboxOf } from "../src/sandbox.ts";
import { WarmBoxes } from "../src/warm-boxes.ts";
import { moduleText } from "./module-text.ts";
import { LIMITS, observed, openRig, type Rig } from "./box-rig.ts";

const limits = { ...LIMITS, memoryBytes: 512 * 2 ** 20, wallTimeMs: 60_000, cpuTimeMs: 20_000 };
const settings = { limits, needs: [] };
const LARGE_BYTES = 300 * 2 ** 20;

/** Number of the box's first process: the same for two runs in one box. */
function boxOf(run: BoxRun): string | undefined {
  return /"child-pid": (\d+)/.exec(run.detail)?.[1];
}

function scenarioOf(name: string, body: string): Promise<BoxModule> {
  const text = `import { student } from "@lockstep/sandbox/scenario"; export default () => { ${body} }`;
  return moduleText(name, `${name}.ts`, text);
}

describe("requests of one submission", () => {
  let sandbox: BoxSandbox;
  let student: BoxModule;
  let count: BoxModule;
  let twice: BoxModule;
  let jam: BoxModule;
  let hoard: BoxModule;
  beforeAll(async () => {
    sandbox = await openSandboxOf({ boot: "runtime" }, { slots: 1 });
    student = await moduleText(
      "student",
      "office.ts",
      `let calls = 0;
       export function visit() { calls += 1; console.log("visit", calls); return calls; }
       export function jam() { throw new Error("paper"); }
       export function hoard() { return new Uint8Array(${LARGE_BYTES}).fill(1).length; }`,
    );
    count = await scenarioOf("count", `return student<{ visit(): number }>("visit").visit();`);
    twice = await scenarioOf("twice", `return 10 * student<{ visit(): number }>("visit").visit();`);
    hoard = await scenarioOf("hoard", `return student<{ hoard(): number }>("hoard").hoard();`);
    jam = await scenarioOf("jam", `student<{ jam(): void }>("jam").jam();`);
  });
  afterAll(() => sandbox.close());
  const request = (scenario: BoxModule) => ({
    student,
    scenario,
    input: null,
    mode: "gated" as const,
    seeds: [1, 2],
    stepsMax: 1000,
  });

  it("share a box in which nothing is left of the one before: modules are fresh, output is each one's own", async () => {
    const session = sandbox.session(settings);
    const first = await session.run(request(count));
    const second = await session.run(request(twice));
    await session.close();

    expect([observed(first), observed(second)]).toEqual([1, 10]);
    expect([first.output.stdout, second.output.stdout]).toEqual(["visit 1\n", "visit 1\n"]);
    expect(boxOf(second)).toBe(boxOf(first));
  });

  it("get another box after a round that threw", async () => {
    const session = sandbox.session(settings);
    const threw = await session.run(request(jam));
    const next = await session.run(request(count));
    await session.close();

    expect(threw.answer?.outcomes[0]?.outcome.kind).toBe("threw");
    expect(observed(next)).toBe(1);
    expect(boxOf(next)).not.toBe(boxOf(threw));
  });

  it("never share a box with another submission", async () => {
    const [one, other] = [sandbox.session(settings), sandbox.session(settings)];
    const first = await one.run(request(count));
    await one.close();
    const second = await other.run(request(count));
    await other.close();

    expect(boxOf(second)).not.toBe(boxOf(first));
  });

  it("give slot and core back at the end, also after an abort", async () => {
    const session = sandbox.session(settings);
    await session.run(request(count));
    const abort = new AbortController();
    const waiting = sandbox.run({ ...settings, request: request(count) }, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(session.run(request(count), { signal: abort.signal })).rejects.toThrow("enough");
    await session.close();

    expect(observed(await sandbox.run({ ...settings, request: request(count) }))).toBe(1);
  });

  it("get another box when the last one took more than half of its memory", async () => {
    const session = sandbox.session(settings);
    const large = await session.run({ ...request(hoard), seeds: [1] });
    const next = await session.run(request(count));
    await session.close();

    expect([observed(large), observed(next)]).toEqual([LARGE_BYTES, 1]);
    expect(boxOf(next)).not.toBe(boxOf(large));
  });

  it("find a box that was started ahead; one of other limits gives way, and there are never more than may be", async () => {
    const started: Box[] = [];
    const start = async (of: Limits) => {
      const box = new Box(await sandbox.settings(of, [], null));
      started.push(box);
      return box;
    };
    const warm = new WarmBoxes(start, 1);
    const other = { ...limits, outputBytes: 2048 };
    warm.add(other);
    warm.add(limits);
    warm.add(limits);

    expect(warm.take(other)).toBeUndefined();
    const box = await warm.take(limits)?.box;
    expect(await box?.ready).toBe(true);
    expect(started).toHaveLength(2);
    await expect.poll(() => started.filter(({ alive }) => alive), { timeout: 30_000 }).toEqual([box]);
    await box?.close();
  });
});

describe("a hostile program in a session", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.close());
  const run = async (code: string) => {
    const session = rig.sandbox.session({ limits: LIMITS, needs: ["signals"] });
    try {
      return await session.run({
        student: { name: "attack", code },
        input: null,
        mode: "program",
        seeds: [1],
        stepsMax: 1,
      });
    } finally {
      await session.close();
    }
  };

  it("can't answer for the real program and leave it to be asked no more", async () => {
    const forged = await run(`import { writeSync } from "node:fs";
      export const attack = (_input, nonce) => {
        const outcome = { kind: "returned", observation: "forged", held: [] };
        const body = Buffer.from(JSON.stringify({ nonce, rounds: 1, outcomes: [{ outcome, count: 1, schedule: null }] }));
        const head = Buffer.alloc(4);
        head.writeUInt32BE(body.length);
        writeSync(3, Buffer.concat([head, body]));
      };`);

    expect([forged.status, forged.answer]).toEqual(["protocol-violation", null]);
  });

  it("is not kept when it ends itself after its answer", async () => {
    const answered = await run(`export const attack = () => "done";`);

    expect(observed(answered)).toBe("done");
  });

  it("whose interpreter breaks is tried once more, and then it is the program's", async () => {
    const broken = await run(
      `export const attack = () => process.kill(process.pid, "SIGSEGV") && new Promise(() => {});`,
    );

    expect(broken.status).toBe("ended-early");
    expect(broken.detail).toContain("first try");
  });
});
