import { readExercise } from "@lockstep/catalog";
import type { CaseResult, GradingReport, Localised, SourceFile } from "@lockstep/contracts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exercisesFolder } from "../src/exercise-folder.ts";
import { type Proof, tellMismatches } from "../src/tell-mismatches.ts";
import { whySo } from "../src/why-so.ts";

const pack = await readExercise(join(exercisesFolder, "ticket-office"));
const both = (text: string): Localised => ({ en: text, "zh-CN": text });

const nothing: GradingReport = {
  verdict: "accepted",
  reason: null,
  decidingCase: null,
  points: 0,
  pointsMax: 1,
  cases: [],
  compileErrors: [],
  output: { stdout: "", stderr: "", truncated: false },
  seed: 1,
  exercise: { slug: pack.slug, version: pack.version },
  wallTimeMs: 1,
  cpuTimeMs: 1,
  memoryBytesMax: 1,
  internal: null,
  tooBusy: [],
};

const caseWith = (part: Partial<CaseResult>): CaseResult => ({
  id: "decides",
  title: both("A case"),
  visibility: "hidden",
  verdict: "wrong-answer",
  reason: "lost-update",
  points: 0,
  pointsMax: 1,
  feedback: null,
  seen: null,
  schedule: null,
  section: null,
  remark: null,
  sampled: null,
  timing: null,
  threadRounds: null,
  rounds: 1,
  wallTimeMs: 1,
  cpuTimeMs: 1,
  memoryBytesMax: 1,
  ...part,
});

/** Why a grading came out as it did whose first case decided, and whose test said this. */
function why(cases: readonly Partial<CaseResult>[], said = "", scenarioFiles: readonly SourceFile[] = []) {
  const [first, ...others] = cases.map((part, i) => caseWith({ ...part, ...(i > 0 && { id: `other-${i}` }) }));
  const report = {
    ...nothing,
    ...(first && { verdict: first.verdict, reason: first.reason }),
    decidingCase: "decides",
  };
  const all = [...(first ? [first] : []), ...others];
  const files = [...pack.scenarioFiles, ...scenarioFiles];
  return whySo({ ...report, cases: all }, new Map([["decides", said]]), { ...pack, scenarioFiles: files });
}

test("an accepted submission needs no reason", () => {
  expect(whySo(nothing, new Map(), pack)).toBeNull();
});

test("what doesn't compile is told by its first error, with its place", () => {
  const [first, second] = [3, 9].map((line) => ({
    file: "office.ts",
    line,
    column: 7,
    message: `mistake ${line}\nmore`,
  }));
  const report = {
    ...nothing,
    verdict: "compile-error" as const,
    compileErrors: first && second ? [first, second] : [],
  };

  expect(whySo(report, new Map(), pack)).toEqual({ seen: "mistake 3", at: "office.ts:3:7" });
});

test("an observation that doesn't fit is told in the test's words, at the last step of the student's code", () => {
  const events = [
    { thread: "a", step: "read" as const, on: "Office.left", at: { file: "office.ts", line: 4 } },
    { thread: "main", step: "read" as const, on: "Office.left" },
  ];
  const told = {
    reason: "protocol" as const,
    seen: both("Something of another kind."),
    schedule: { seed: 1, events, truncated: 0 },
  };

  expect(why([told], "visible.test.ts:9: sell observed 1.5: left: expected int")).toEqual({
    seen: "sell observed 1.5: left: expected int",
    at: "office.ts:4",
  });
});

test("a broken invariant without a schedule is told at the line of the test, without the name of an error", () => {
  expect(why([{}], "visible.test.ts:9: Error: the invariant is broken; seen: {}")).toEqual({
    seen: "the invariant is broken; seen: {}",
    at: "visible.test.ts:9",
  });
});

test("who waits for whom is told of all of them: the first alone only waits for the others", () => {
  const seen = both("main waits for visitor-1.\nvisitor-1 waits for lock, held by visitor-1.\nNobody can go on. Seen.");

  expect(why([{ reason: "deadlock", seen }], "visible.test.ts:9: RunFailedError: deadlock")).toEqual({
    seen: "main waits for visitor-1. visitor-1 waits for lock, held by visitor-1.",
    at: "visible.test.ts:9",
  });
});

test("a limit is told with the line of the test that met it", () => {
  expect(why([{ reason: "limit" }], "visible.test.ts:9: RunFailedError: cpu-time-limit: 12 s")).toEqual({
    seen: "cpu-time-limit: 12 s",
    at: "visible.test.ts:9",
  });
});

test("an error is told at its innermost line, which another case may know", () => {
  const error = { verdict: "runtime-error", reason: "uncaught-error" } as const;
  const known = both("In visitor-3: TypeError: no\n    at inner (office.ts:12:5)\n    at visit (office.ts:20:3)");

  expect(
    why([
      { ...error, seen: both("In visitor-1: TypeError: no") },
      { ...error, seen: known },
    ]),
  ).toEqual({
    seen: "In visitor-1: TypeError: no",
    at: "office.ts:12",
  });
  expect(
    why([
      { ...error, seen: both("In visitor-1: TypeError: other") },
      { ...error, seen: known },
    ])?.at,
  ).toBeNull();
});

test("an error of the scenario's own line is called that", () => {
  const seen = both("In visitor-1: TypeError: no\n    at receive (parts.ts:31:5)\n    at visit (office.ts:20:3)");

  expect(why([{ verdict: "runtime-error", reason: "uncaught-error", seen }])).toEqual({
    seen: "In visitor-1: TypeError: no (thrown in the scenario itself)",
    at: "scenarios/parts.ts:31",
  });
});

const missing = (name: string) => ({
  verdict: "runtime-error" as const,
  reason: "uncaught-error" as const,
  seen: both(`MissingExportError: The exercise needs an exported function "${name}". Is it there?`),
});

test("a function that neither the student nor the starter has is put down to the scenario that asks for it", () => {
  const asks = { path: "asks.ts", text: 'import { student } from "…";\n\nconst { vist } = student<S>("vist");\n' };

  expect(why([missing("vist")], "", [asks])).toEqual({
    seen: expect.stringContaining('the scenario asks for the function "vist", which the starter doesn\'t export'),
    at: "scenarios/asks.ts:3",
  });
  expect(why([missing("visit")], "", [asks])?.seen).toContain("The exercise needs an exported function");
});

const mismatch = (solution: string, internal: string | null): Proof => ({
  exercise: "office",
  repetition: 1,
  solution,
  expected: "accepted",
  got: "wrong",
  matches: false,
  sampled: null,
  seed: 7,
  wallTimeMs: 1,
  internal,
  why: { seen: "seen \u001b[2J", at: "office.ts:3" },
  again: `pnpm lockstep grade office ${solution} --seed 7`,
});

test("a mismatch is told with what was seen, its place and the command that shows it again", () => {
  expect(tellMismatches([mismatch("a", null), mismatch("b", null)])).toBe(
    ["a", "b"]
      .map(
        (name) =>
          `office ${name} (seed 7): expected accepted, got wrong\n    office.ts:3: seen \\u{1b}[2J\n    In full: pnpm lockstep grade office ${name} --seed 7\n`,
      )
      .join(""),
  );
});

test("a mistake in the exercise's tests is told once, with all that it befell", () => {
  const told = tellMismatches([mismatch("a", "await it"), mismatch("b", "await it"), mismatch("c", "another")]);

  expect(told.match(/await it/g)).toHaveLength(1);
  expect(told).toContain("    The same with b.\n");
  expect(told).toContain("    another\n");
});
