import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { programNames } from "../src/program-name.ts";
import { readProgram, readRecordedOutput } from "../src/programs.ts";

const run = promisify(execFile);
const fixtures = join(import.meta.dirname, "fixtures");

async function printed(program: string): Promise<string> {
  const url = pathToFileURL(join(import.meta.dirname, "..", "programs", `${program}.ts`)).href;
  const { stdout } = await run(process.execPath, [
    "--import",
    join(fixtures, "print-at-once.ts"),
    join(fixtures, "run-main.ts"),
    url,
  ]);
  return stdout;
}

/** The three numbers that the till prints. */
function numbersOf(output: string) {
  const found = /^coins put in: (\d+)\nwithout lock: (\d+)\nwith lock: {4}(\d+)\n$/.exec(output);
  if (!found) throw new Error(`not the output of the till: ${output}`);
  const [putIn = 0, without = 0, withLock = 0] = found.slice(1).map(Number);
  return { putIn, without, withLock };
}

test("counts every coin with the lock, and never too many without it, on real threads", async () => {
  const { putIn, without, withLock } = numbersOf(await printed("till"));

  expect(withLock).toBe(putIn);
  expect(without).toBeLessThanOrEqual(putIn);
});

test("shows a recorded run in which coins went missing without the lock", async () => {
  const { putIn, without, withLock } = numbersOf(await readRecordedOutput("till"));

  expect(withLock).toBe(putIn);
  expect(without).toBeLessThan(putIn);
});

/** All but the till, whose second line is a matter of luck. */
const settled = programNames.filter((name) => name !== "till");

test.each(settled)("prints in %s what the lesson shows, on real threads", async (name) => {
  expect(await printed(name)).toBe(await readRecordedOutput(name));
});

test.each(programNames)("guards the main program of %s, so that threads can load its module", async (name) => {
  expect(await readProgram(name)).toMatch(/^if \(import\.meta\.main\) main\(\);$/m);
});
