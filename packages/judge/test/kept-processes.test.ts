import { openSandbox } from "@lockstep/sandbox";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Judge } from "../src/index.ts";
import { readPatiently } from "./patient-pack.ts";

const folder = join(import.meta.dirname, "../../../exercises/ticket-office");
const files = [{ path: "office.ts", text: 'export function visit(): boolean { throw new Error("no"); }' }];

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "lockstep-test-kept-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});
const homes = () => readdirSync(temporary).filter((name) => name.startsWith("lockstep-judge-"));

test("a few exercises by turns are graded by processes that are kept, and no more than that", async () => {
  const sandbox = await openSandbox();
  const judge = new Judge(sandbox);
  const pack = await readPatiently(folder);
  const seen: string[][] = [];
  try {
    for (const version of ["a", "b", "a", "c", "d"]) {
      const grading = { pack: { ...pack, version }, language: "typescript", files, purpose: "run", seed: 1 } as const;
      const report = await judge.grade(grading);

      expect(report).toMatchObject({ verdict: "runtime-error", internal: null, exercise: { version } });
      seen.push(homes());
    }
  } finally {
    await judge.close();
    await sandbox.close();
  }

  const [first = [], second = [], third, , last = []] = seen;
  expect(third).toEqual(second); // "a" once more: nothing is started
  expect(last).toHaveLength(3);
  expect(last).toEqual(expect.arrayContaining(first)); // of the three that came last is "a"; "b" had to go
  expect(homes()).toEqual([]);
});
