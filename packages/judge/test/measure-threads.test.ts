import { readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRig } from "./judge-rig.ts";

const rig = openRig("uneven-tasks");

/** The exercise with one case, which is judged on real threads. */
function onThreads(options: string): ExercisePack {
  const text = `
    import { measureThreads, random, scenario } from "@lockstep/judge/testkit";
    import { test } from "vitest";
    import { z } from "zod";
    const sums = scenario("sums", z.array(z.number()));
    const alone = scenario("alone", z.array(z.number()));
    test("is nearly twice as fast on real threads", async () => {
      const freshInput = () => {
        const shift = random().int(0, 50);
        return { sizes: [60_000 + shift, 60_000 - shift, 60_000 + shift, 60_000 - shift], threads: 2 };
      };
      await measureThreads(sums, freshInput, { cores: 2, against: alone, ${options} });
    });`;
  const [first] = rig.pack.manifest.cases;
  if (!first) throw new Error("it has cases");
  const cases = [{ ...first, id: "threads", test: "is nearly twice as fast on real threads" }];
  return {
    ...rig.pack,
    version: Buffer.from(options.padEnd(32).slice(0, 32)).toString("hex"),
    manifest: { ...rig.pack.manifest, cases },
    tests: [{ name: "visible.test.ts", text }],
  };
}

async function grade(exercise: ExercisePack, solution: string, change = (text: string) => text) {
  const files = await readSourceFolder(join(rig.folder, "solutions", solution));
  const changed = files.map((file) => ({ ...file, text: change(file.text) }));
  const report = await rig.judge.grade({ pack: exercise, language: "typescript", files: changed, purpose: "submit" });
  return { ...report, only: report.cases[0] };
}

// A busy machine may say nothing, in these two; never anything wrong.
test("accepts threads that share the work, in a program that can't be transformed too, and tells how fast they were", async () => {
  const exercise = onThreads("atLeast: 1.4");
  const { only, verdict, tooBusy, internal } = await grade(
    exercise,
    "accepted/every-nth-task",
    (text) => `${text}\nexport class Box { get #size() { return 1; } size() { return this.#size; } }\n`,
  );
  if (tooBusy.length > 0) return;
  expect({ verdict, internal }).toEqual({ verdict: "accepted", internal: null });
  expect(only?.remark?.en).toMatch(
    /^Measured on real threads: on 2 cores of its own your program would be [12]\.\d\d times as fast/,
  );
  expect(only?.remark?.["zh-CN"]).toContain("真实线程");
  const { cores, rounds, threads, wallSpeedUp } = only?.threadRounds ?? {};
  expect(cores).toBe(2);
  expect(rounds?.length).toBeGreaterThanOrEqual(2);
  expect(threads?.map(({ name }) => name)).toEqual(["main", "thread-1 (share)", "thread-2 (share)"]);
  // What the wall clock says is up to the machine; that it says something or nothing isn't.
  expect(wallSpeedUp === null || (wallSpeedUp ?? 0) > 0).toBe(true);
});

test("rejects what is not parallel, with a reason in words, and never accepts it", async () => {
  const exercise = onThreads("atLeast: 1.4");
  const { verdict, reason, only, tooBusy } = await grade(exercise, "wrong-answer/one-lock-around-each-task");
  expect(verdict).not.toBe("accepted");
  if (tooBusy.length > 0) return;
  expect({ verdict, reason }).toEqual({ verdict: "wrong-answer", reason: "not-parallel" });
  expect(only?.seen?.en).toContain("could not be done at once");
  expect(only?.seen?.["zh-CN"]).toContain("没法同时做");
});

test("ends without a verdict where no rounds are left: nothing is told meanwhile, and the report names the case", async () => {
  const told: string[] = [];
  const files = await readSourceFolder(join(rig.folder, "solutions/accepted/every-nth-task"));
  const exercise = onThreads("atLeast: 1.4, rule: { leadForFast: 2, leadForSlow: 2, roundsMax: 1 }");
  const report = await rig.judge.grade(
    { pack: exercise, language: "typescript", files, purpose: "submit" },
    { onEvent: ({ kind }) => told.push(kind) },
  );

  expect(report).toMatchObject({ verdict: "internal-error", tooBusy: ["threads"], points: 0 });
  expect(report.cases[0]?.seen?.en).toMatch(/^The machine was too busy to measure: .* after one round /);
  expect(report.cases[0]?.seen?.["zh-CN"]).toContain("太忙");
  expect(told).toEqual(["planned", "case-started"]);
});
