import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModuleText } from "@lockstep/realm";
import { ChildOfRound } from "../boot/processes/child-process.ts";
import { playProcessRound, type ProcessRoundEnd } from "../boot/processes/process-round.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-child-"));
let joint: JointPrograms;
beforeAll(async () => {
  joint = await bundleJoint("process-pools", "../../boot/processes/paced-process");
});
afterAll(() => {
  joint.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** How a round ends whose first process runs this body of a function, without a box: for code of ours only. */
async function ended(
  body: string,
  { program = joint.boot[1] ?? "", begun = (_child: ChildOfRound): void => undefined } = {},
): Promise<ProcessRoundEnd> {
  const student: ModuleText = {
    name: "student",
    code: `const { Lock, Queue } = require("@lockstep/multiprocessing"); exports.main = () => { ${body} };`,
  };
  const children: ChildOfRound[] = [];
  try {
    const { end } = await playProcessRound({
      target: "main",
      args: [],
      cores: 2,
      processesMax: 2,
      callsMax: 100,
      heldBytesMax: 2 ** 23,
      start: async (target) => {
        const child = await ChildOfRound.start(program, student, target);
        children.push(child);
        begun(child);
        return child;
      },
    });
    return end;
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

/** Takes part as a process does until it is to work, and then does what is written. */
function impostor(then: string): string {
  const program = join(folder, "impostor.mjs");
  writeFileSync(
    program,
    `import { readSync, writeSync } from "node:fs";
    const heard = Buffer.alloc(65536);
    do writeSync(3, '{"kind":"ready"}\\n'), readSync(3, heard);
    while (heard.toString("latin1", 0, 4) === "null");
    ${then}`,
  );
  return program;
}

describe("a process of a paced round", () => {
  test("has texts come back as they were put, whatever others take for the end of a line", async () => {
    const end = await ended(String.raw`const q = new Queue(); q.put("a\u2028b\u2029c\nd"); return q.get();`);
    expect(end).toEqual({ kind: "returned", result: "a\u2028b\u2029c\nd" });
  });

  test("that throws what can't be read has thrown", async () => {
    expect(await ended("throw Object.create(null);")).toEqual({ kind: "threw", error: "Error: (can't be read)" });
  });

  test("tells a short error of a long one", async () => {
    const end = await ended(`throw new RangeError("no ".repeat(2 ** 20));`);
    expect(end).toMatchObject({ kind: "threw", error: expect.stringMatching(/^RangeError: (no )+/) });
    expect(JSON.stringify(end).length).toBeLessThan(10_000);
  });

  test("can make no lock of a number: an object with a lock's key stays what it is, and a lock one", async () => {
    const end = await ended(String.raw`
      const [q, lock] = [new Queue(), new Lock()];
      q.put([{ "\0lock": 0.5 }, { "\0queue": 0 }, { "\0\0lock": 0, list: ["\0lock"] }, { lock }]);
      const [...got] = q.get();
      const { lock: again } = got.pop();
      again.acquire();
      lock.release();
      return got.map((one) => Object.entries(one).join("; ") + typeof one.acquire);`);
    expect(end).toEqual({
      kind: "returned",
      result: ["\0lock,0.5undefined", "\0queue,0undefined", "\0\0lock,0; list,\0lockundefined"],
    });
  });

  test.each([
    ["puts more than a call holds", `new Queue().put("x".repeat(2 ** 20));`, /more than 1048576 bytes/],
    [
      "puts what is nested too deep",
      `let deep = 0; for (let i = 0; i < 40; i++) deep = [deep]; new Queue().put(deep);`,
      /plain/,
    ],
  ])("that %s has thrown", async (_name, body, error) => {
    expect(await ended(body)).toEqual({ kind: "threw", error: expect.stringMatching(error) });
  });

  test.each([
    ["ends", "process.exit(0);", /ended by itself/],
    ["says what is no call", `writeSync(3, '{"kind":"acquire","lock":0.5}\\n'); readSync(3, heard);`, /no call/],
    ["says what is no JSON", `writeSync(3, "acquire\\n"); readSync(3, heard);`, /no call/],
    ["never stops saying something", `for (;;) writeSync(3, "x".repeat(65536));`, /more than 1048576 bytes/],
  ])("that has left its realm and %s has thrown: a round is not ours to repeat", async (_name, then, error) => {
    const end = await ended("", { program: impostor(`try { ${then} } catch {}`) });
    expect(end).toEqual({ kind: "threw", error: expect.stringMatching(error) });
  });

  test("that is killed while it waits for its turn has thrown", async () => {
    const end = await ended("return 0;", { begun: ({ pid }) => process.kill(pid, "SIGKILL") });
    expect(end).toEqual({ kind: "threw", error: expect.stringMatching(/ended by itself/) });
  });

  test("that can't be made is an error of who wanted it", async () => {
    const real = process.execPath;
    process.execPath = join(folder, "no-such-program");
    try {
      await expect(ended("return 0;")).rejects.toThrow("ENOENT");
    } finally {
      process.execPath = real;
    }
  });
});
