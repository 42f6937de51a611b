import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InvalidExerciseError, readCatalog, readExercise, readModelSolutions, readSolutions } from "../src/index.ts";

const original = join(import.meta.dirname, "../../../exercises/ticket-office");
let folder = "";
let copy = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-catalog-"));
  copy = join(folder, "ticket-office");
  await cp(original, copy, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(file: string, by: (text: string) => string): Promise<void> {
  const path = join(copy, file);
  await writeFile(path, by(await readFile(path, "utf8")));
}
const problems = async () => {
  try {
    await readExercise(copy);
    return "";
  } catch (cause) {
    return cause instanceof InvalidExerciseError ? cause.problems.join("\n") : `another error: ${String(cause)}`;
  }
};

test("gives the same content the same version, wherever it lies", async () => {
  expect((await readExercise(copy)).version).toBe((await readExercise(original)).version);
});

test.each(["tests/hidden.test.ts", "statement.zh-CN.md", "typescript/starter/office.ts"])(
  "gives another version when %s changes",
  async (file) => {
    const before = (await readExercise(copy)).version;

    await change(file, (text) => `${text}\nexport const changed = true;\n`);

    expect((await readExercise(copy)).version).not.toBe(before);
  },
);

test("gives another version when what scenarios share changes", async () => {
  const before = (await readExercise(copy)).version;

  await change("scenarios/parts.ts", (text) => `${text}\nexport const changed = true;\n`);

  expect((await readExercise(copy)).version).not.toBe(before);
});

test("reads the accepted solutions with what is said of their style, in every language or not at all", async () => {
  const [first, second] = await readModelSolutions(copy);
  await rm(join(copy, "solutions/accepted/lock-in-finally/about.en.md"));
  const half = readModelSolutions(copy);

  expect([first?.name, second?.name]).toEqual(["lock-in-finally", "reserve-then-print"]);
  expect(first?.about).toEqual({ en: expect.stringMatching(/^## /), "zh-CN": expect.stringMatching(/^## /) });
  expect(first?.files.map(({ path }) => path)).toEqual(["office.ts"]);
  await expect(half).rejects.toMatchObject({
    problems: ["solutions/accepted/lock-in-finally/about.en.md is missing"],
  });

  await rm(join(copy, "solutions/accepted/lock-in-finally/about.zh-CN.md"));
  expect((await readModelSolutions(copy))[0]?.about).toBeNull();
});

test("keeps its version when only a solution changes", async () => {
  const before = (await readExercise(copy)).version;

  await change("solutions/accepted/lock-in-finally/office.ts", (text) => `${text}\n// more\n`);

  expect((await readExercise(copy)).version).toBe(before);
});

test("packs scenarios, but not the parts that they share", async () => {
  expect((await readExercise(copy)).scenarios.map((scenario) => scenario.name)).toEqual([
    "board",
    "jam",
    "look",
    "sell",
  ]);
});

test("names a test that no case stands for, and a case without a test", async () => {
  await change("tests/hidden.test.ts", (text) => text.replace("survives a paper jam", "survives everything"));

  expect(await problems()).toMatch(/survives everything[^]*survives a paper jam/);
});

test("names a solution that the manifest does not list, and one that is missing", async () => {
  await cp(join(copy, "solutions/accepted/lock-in-finally"), join(copy, "solutions/accepted/another"), {
    recursive: true,
  });
  await rm(join(copy, "solutions/wrong-answer/no-lock"), { recursive: true });

  expect(await problems()).toMatch(/no-lock is missing[^]*accepted\/another/);
});

test("names a misspelt key of the manifest", async () => {
  await change("exercise.json", (text) => text.replace(`"difficulty"`, `"dificulty"`));

  expect(await problems()).toMatch(/dificulty/);
});

test("demands every language", async () => {
  await rm(join(copy, "statement.zh-CN.md"));

  expect(await problems()).toMatch(/statement\.zh-CN\.md is missing/);
});

test("reads every exercise of a folder, and the files of every solution", async () => {
  const packs = await readCatalog(folder);
  const solutions = await readSolutions(copy);

  expect(packs.map((pack) => pack.slug)).toEqual(["ticket-office"]);
  expect(solutions.every((solution) => solution.files.length > 0)).toBe(true);
});

test("demands words for the outcomes that a test demands", async () => {
  await change("exercise.json", (text) => {
    const { outcomes: _, ...manifest }: Record<string, unknown> = JSON.parse(text);
    return JSON.stringify(manifest);
  });

  expect(await problems()).toBe(
    "exercise.json: a test says toAllowEveryOutcome, and outcomes has no words for what it demands",
  );
});

test("demands the marks of the scenarios in every language, and no others", async () => {
  await change("exercise.json", (text) => text.replace('"en": "prints a ticket"', '"en": "prints {} tickets"'));

  expect((await problems()).split("\n")).toEqual([
    'exercise.json: marks lacks "prints a ticket" of scenarios/parts.ts',
    'exercise.json: no scenario says the mark "prints {} tickets"',
    'exercise.json: the mark "prints {} tickets" has another number of {} in zh-CN',
  ]);
});
