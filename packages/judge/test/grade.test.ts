import { readSourceFolder, studentPackages } from "@lockstep/catalog";
import type { Purpose } from "@lockstep/contracts";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GradingEvent } from "../src/index.ts";
import { openRig } from "./judge-rig.ts";

const rig = openRig("ticket-office");

const events: GradingEvent[] = [];
function grade(text: string, purpose: Purpose = "run", path = "office.ts") {
  events.length = 0;
  return rig.judge.grade(
    { pack: rig.pack, language: "typescript", files: [{ path, text }], purpose, seed: 1 },
    { onEvent: (event) => events.push(event) },
  );
}
const visit = (body: string) => `export function visit(office: any, desk: any): any { ${body} }`;

test("lets a program import every package of the course, in its box", async () => {
  const imports = studentPackages.map((name, i) => `import * as p${i} from "${name}";`).join("\n");
  const names = studentPackages.map((_name, i) => `Object.keys(p${i}).length > 0`).join(", ");
  const report = await grade(
    `${imports}\nimport { ThreadPoolExecutor } from "@lockstep/futures";
    console.log([${names}].join(), typeof ThreadPoolExecutor);`,
    "program",
  );

  expect([report.compileErrors, report.output.stdout]).toEqual([
    [],
    `${studentPackages.map(() => "true").join()} function\n`,
  ]);
});

test.each(["lock-around-everything", "looks-one-at-a-time"])(
  "names, without a clock, what the locks of %s make impossible",
  async (name) => {
    const files = await readSourceFolder(join(rig.folder, "solutions/wrong-answer", name));

    const report = await rig.judge.grade({ pack: rig.pack, language: "typescript", files, purpose: "submit" });

    expect(report).toMatchObject({ verdict: "wrong-answer", reason: "not-overlapped" });
    expect(report.cases.find(({ id }) => id === "look-ups-overlap")).toMatchObject({
      verdict: "wrong-answer",
      seen: { en: expect.stringContaining("can never happen with your program: two visitors look at the board") },
    });
  },
);

test("accepts a right solution, case by case", async () => {
  const files = await readSourceFolder(join(rig.folder, "solutions/accepted/lock-in-finally"));
  const kinds: string[] = [];

  const report = await rig.judge.grade(
    { pack: rig.pack, language: "typescript", files, purpose: "submit" },
    { onEvent: (event) => kinds.push(event.kind) },
  );

  expect(report).toMatchObject({ verdict: "accepted", reason: null, internal: null, points: report.pointsMax });
  expect(kinds).toEqual(["planned", ...rig.pack.manifest.cases.flatMap(() => ["case-started", "case-finished"])]);
});

test("shows with a wrong one which property broke, and a schedule, but no expected value", async () => {
  const report = await grade(
    visit("if (desk.lookUp() < 1) return false; desk.print(); office.left = office.left - 1; return true;"),
  );
  const broken = report.cases.find((c) => c.id === report.decidingCase);

  expect(report).toMatchObject({ verdict: "wrong-answer", reason: "lost-update", decidingCase: "two-at-once" });
  expect(broken?.schedule?.events.some((event) => event.step === "write" && event.on === "Office.left")).toBe(true);
  expect(broken?.feedback?.["zh-CN"]).toBeTruthy();
});

test("runs the visible tests only when asked to run", async () => {
  const report = await grade(visit("return false;"));

  expect(report.cases.every((c) => c.visibility === "visible")).toBe(true);
});

test("tests that were begun ahead serve whatever comes", async () => {
  for (const purpose of ["run", "submit", "run"] as const) {
    rig.judge.prepare(rig.pack);
    const report = await grade(visit('throw new Error("no");'), purpose);

    const asked = rig.pack.manifest.cases.filter((c) => purpose === "submit" || c.visibility === "visible");
    expect(report).toMatchObject({ verdict: "runtime-error", internal: null });
    expect(report.cases.map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
  }
});

test("tells a syntax error with its place", async () => {
  const report = await grade("export function visit( {");

  expect(report).toMatchObject({
    verdict: "compile-error",
    points: 0,
    compileErrors: [{ file: "office.ts", line: 1 }],
  });
});

test.each([
  { purpose: "submit", counted: ["visible", "hidden"] },
  { purpose: "run", counted: ["visible"] },
] as const)("what does not compile could have had the points of $counted cases in a $purpose", async (asked) => {
  const { pointsMax } = await grade("export function visit( {", asked.purpose);
  const counted = rig.pack.manifest.cases.filter(({ visibility }) => asked.counted.some((kind) => kind === visibility));

  expect(pointsMax).toBe(counted.reduce((sum, { points }) => sum + points, 0));
});

test.each([
  [
    "an error with its line",
    visit("\n  throw new Error('late for the train');"),
    { verdict: "runtime-error", reason: "uncaught-error" },
    /late for the train[^]*office\.ts:2/,
  ],
  ["a missing export", "export const other = 1;", { verdict: "runtime-error", reason: "uncaught-error" }, /visit/],
  [
    "an export of another kind",
    "export const visit = 7;",
    { verdict: "runtime-error", reason: "uncaught-error" },
    /visit/,
  ],
  [
    "the release of a lock that is free",
    visit("office.lock.release();"),
    { verdict: "runtime-error", reason: "uncaught-error" },
    /NotHeld|not held/,
  ],
  [
    "a lock taken twice",
    visit("office.lock.acquire(); office.lock.acquire();"),
    { verdict: "wrong-answer", reason: "deadlock" },
    /visitor-1/,
  ],
  [
    "a lock that is kept",
    visit("desk.lookUp(); office.lock.acquire(); return true;"),
    { verdict: "wrong-answer", reason: "lock-held" },
    /Office\.lock/,
  ],
  [
    "a wait that turns and turns",
    visit("for (;;) office.lock.locked || office.left;"),
    { verdict: "wrong-answer", reason: "livelock" },
    /steps/,
  ],
])("tells %s", async (_name, text, ending, seen) => {
  const report = await grade(text);

  expect(report).toMatchObject(ending);
  expect(report.cases.map((c) => c.seen?.en ?? "").join("\n")).toMatch(seen);
});

test("ends a loop that never looks at shared memory by the limit", async () => {
  const quick = {
    ...rig.pack,
    version: "0".repeat(64),
    manifest: { ...rig.pack.manifest, limits: { ...rig.pack.manifest.limits, cpuTimeMs: 1500, wallTimeMs: 6000 } },
  };

  const report = await rig.judge.grade({
    pack: quick,
    language: "typescript",
    files: [{ path: "office.ts", text: visit("for (;;);") }],
    purpose: "run",
  });

  expect(["cpu-time-limit", "wall-time-limit"]).toContain(report.verdict);
});

test("keeps what the student printed", async () => {
  const report = await grade(visit("console.log('hello from', 'visit'); return false;"));

  expect(report.output.stdout).toContain("hello from visit");
});

test("runs a program and shows what it prints", async () => {
  const text = `
    import { i32, struct } from "@lockstep/memory";
    import { Thread } from "@lockstep/threading";
    const Till = struct("Till", { coins: i32 });
    const till = new Till();
    export function work(times: number) { for (let i = 0; i < times; i++) till.coins += 1; }
    if (import.meta.main) {
      const thread = new Thread({ target: work, args: [5] });
      thread.start();
      thread.join();
      console.log("coins", till.coins);
    }`;

  const report = await grade(text, "program", "till.ts");

  expect(report).toMatchObject({ verdict: "accepted", output: { stdout: "coins 5\n" } });
});

test("gives the same verdict and the same schedule for the same seed", async () => {
  const wrong = visit("if (desk.lookUp() < 1) return false; desk.print(); office.left = office.left - 1; return true;");

  const [once, again] = [await grade(wrong), await grade(wrong)];

  expect(again.cases.map((c) => c.schedule)).toEqual(once.cases.map((c) => c.schedule));
});

test("does not accept when the exercise's tests are broken: that is a failure of ours", async () => {
  const broken = {
    ...rig.pack,
    version: "1".repeat(64),
    tests: rig.pack.tests.map((t) => ({ ...t, text: `${t.text}\nthrow new TypeError("a broken test file");` })),
  };

  const report = await rig.judge.grade({
    pack: broken,
    language: "typescript",
    files: rig.pack.starter["typescript"] ?? [],
    purpose: "run",
  });

  expect(report.verdict).toBe("internal-error");
  expect(report.internal).toMatch(/a broken test file/);
});

test("stops when it is told to", async () => {
  const abort = new AbortController();
  const grading = rig.judge.grade(
    { pack: rig.pack, language: "typescript", files: rig.pack.starter["typescript"] ?? [], purpose: "submit" },
    { signal: abort.signal, onEvent: () => abort.abort(new Error("lease lost")) },
  );

  await expect(grading).rejects.toThrow("lease lost");
});
