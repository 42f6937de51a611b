import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exercisesFolder } from "../src/exercise-folder.ts";
import { lockstep } from "./lockstep.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-measure-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const WORK = `
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const lock = new Lock();
export function work(turns: number): number {
  let x = 1;
  for (let i = 0; i < turns; i++) x = (x * 31 + i) % 65537;
  return x;
}
export function guarded(turns: number): number {
  lock.acquire();
  const x = work(turns);
  lock.release();
  return x;
}
`;
const threads = (target: string) => `${WORK}
export function main(): number {
  const all = [1, 2].map((n) => new Thread({ target: ${target}, args: [5000], name: \`worker-\${n}\` }));
  for (const thread of all) thread.start();
  return all.reduce((x, thread) => x + thread.result(), 0);
}`;
const alone = fileOf("alone.ts", `${WORK}\nexport function main(): number { return work(5000) + work(5000); }`);

test("a parallel program uses both cores, and each thread's time is drawn", async () => {
  const { code, stdout } = await lockstep("measure", fileOf("parallel.ts", threads("work")), "--against", alone);

  expect(stdout).toMatch(/^ {4}2 {2}█+ +(?:1\.9\d|2\.00)/m);
  expect(stdout).toContain("It uses nearly all that the cores can give.");
  expect(stdout).toMatch(/^worker-1 +█{50}/m);
  expect(code).toBe(0);
});

test("of a program that waits for a lock it is said how much can't be done at once", async () => {
  const path = fileOf("locked.ts", threads("guarded"));
  const [one, other] = await Promise.all([lockstep("measure", path), lockstep("measure", path)]);

  expect(one.stdout).toMatch(/As if (?:9\d|100) % of the work could not be done at once\./);
  expect(one.stdout).toMatch(/^worker-2 +x{20,}█+/m);
  expect(one.stdout).toBe(other.stdout);
});

test("of a submission each timed case is drawn, as it was measured in the sandbox", { timeout: 120_000 }, async () => {
  const { code, stdout } = await lockstep(
    "measure",
    "uneven-tasks",
    join(exercisesFolder, "uneven-tasks/solutions/wrong-answer/neighbours-to-one-thread"),
  );

  expect(stdout).toContain(
    "✗ not-parallel: Tasks of different sizes are shared fairly\nOn 2 virtual cores your program is 1.38 times",
  );
  expect(stdout).toMatch(/^thread \(share\) █{20,30}\nthread \(share\) █{55,60}$/m);
  expect(code).toBe(1);
});

test("what can't be measured is refused with what to write, and a wrong number of cores with what is right", async () => {
  const refused = await lockstep("measure", fileOf("async.ts", "export async function main() {}"));
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^An async function can't be measured yet\. Write/),
  });
  const wrong = await lockstep("measure", alone, "--cores", "0");
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("from 1 to 64") });
});
