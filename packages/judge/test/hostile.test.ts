import { readSourceFolder } from "@lockstep/catalog";
import type { BoxAnswer, ExercisePack } from "@lockstep/contracts";
import { type BoxRun, openSandbox, type Sandbox } from "@lockstep/sandbox";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GradingEvent, Judge } from "../src/index.ts";
import { readPatiently } from "./patient-pack.ts";

const folder = join(import.meta.dirname, "../../../exercises/ticket-office");
let sandbox: Sandbox;
let pack: ExercisePack;
let alter: (answer: BoxAnswer) => BoxAnswer = (answer) => answer;
let judge: Judge;
beforeAll(async () => {
  sandbox = await openSandbox();
  pack = await readPatiently(folder);
  judge = new Judge({
    backend: sandbox.backend,
    warm: (limits) => sandbox.warm(limits),
    check: () => sandbox.check(),
    close: () => sandbox.close(),
    run: (job, options) => sandbox.run(job, options),
    session: (settings) => {
      const boxes = sandbox.session(settings);
      return {
        run: async (request, options): Promise<BoxRun> => {
          const run = await boxes.run(request, options);
          return run.answer ? { ...run, answer: alter(run.answer) } : run;
        },
        close: () => boxes.close(),
      };
    },
  });
}, 60_000);
afterAll(async () => {
  await judge.close();
  await sandbox.close();
});

/** The same exercise, with schedules that are sampled: their number is known beforehand. */
const sampled = (): ExercisePack => ({
  ...pack,
  version: "2".repeat(64),
  tests: pack.tests.map((file) => ({ ...file, text: file.text.replaceAll(/\bexplore\b/g, "sample") })),
});

const events: GradingEvent[] = [];
async function grade(text: string, of = pack) {
  events.length = 0;
  return judge.grade(
    { pack: of, language: "typescript", files: [{ path: "office.ts", text }], purpose: "run", seed: 1 },
    { onEvent: (event) => events.push(event) },
  );
}
const rightText = async () =>
  (await readSourceFolder(join(folder, "solutions/accepted/lock-in-finally"))).map(({ text }) => text).join("");

describe("an answer that does not tell of every round is not accepted", () => {
  test.each([
    [
      "leaves ends out",
      (answer: BoxAnswer) => ({ ...answer, outcomes: answer.outcomes.slice(0, 1).map((o) => ({ ...o, count: 1 })) }),
    ],
    [
      "ran fewer rounds",
      (answer: BoxAnswer) => ({
        ...answer,
        rounds: 1,
        outcomes: answer.outcomes.slice(0, 1).map((o) => ({ ...o, count: 1 })),
      }),
    ],
  ])("because it %s", async (_name, altered) => {
    alter = altered;

    const report = await grade(await rightText(), sampled());

    alter = (answer) => answer;
    expect(report).toMatchObject({ verdict: "runtime-error", reason: "protocol" });
  });
});

test("an answer that tells of no round at all is no way around a failure that it tells of", async () => {
  alter = (answer) => ({
    ...answer,
    rounds: 0,
    outcomes: [{ outcome: { kind: "livelock", steps: 9 }, count: 1, schedule: null }],
  });

  const report = await grade(await rightText(), sampled());

  alter = (answer) => answer;
  expect(report).toMatchObject({ verdict: "wrong-answer", reason: "livelock" });
});

describe("an explored answer that says too little is not accepted", () => {
  test("because it does not say what was explored", async () => {
    alter = ({ exploration: _exploration, ...answer }) => answer;

    const report = await grade(await rightText());

    alter = (answer) => answer;
    expect(report).toMatchObject({ verdict: "runtime-error", reason: "protocol" });
  });
});

const storable = (value: unknown) => {
  const texts: string[] = [];
  JSON.stringify(value, (key, part: unknown) => {
    texts.push(key);
    if (typeof part === "string") texts.push(part);
    return part;
  });
  return texts.every((text) => !text.includes("\0") && text.isWellFormed());
};

describe("what a student says can be stored", () => {
  test.each([
    ["what it prints", `export function visit() { console.log("a\\0b"); return false; }`],
    ["the text of an error", `export function visit() { throw new Error("\\0 \\ud800 " + "\u{1f3ab}".repeat(3000)); }`],
    [
      "the name of a lock",
      `import { Lock } from "@lockstep/sync";
       export function visit() { const lock = new Lock({ name: "\\0\\udc00" + "\u{1f3ab}".repeat(90) }); lock.acquire(); lock.acquire(); }`,
    ],
    ["an import", `import "\\0\\ud800";`],
  ])("%s", async (_name, text) => {
    const report = await grade(text);

    expect(report.verdict).not.toBe("internal-error");
    expect(storable(report)).toBe(true);
    expect(storable(events)).toBe(true);
  });
});
