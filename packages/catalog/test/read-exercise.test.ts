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
    'exercise.json: no scenario says the mark "prints {} tickets"; where values stand, it does so by mark(`prints ${value1} tickets`)',
    'exercise.json: the mark "prints {} tickets" has another number of {} in zh-CN',
  ]);
});

const edit = (by: (manifest: Record<string, unknown>) => object) =>
  change("exercise.json", (text) => JSON.stringify({ ...by(JSON.parse(text)) }));

test("refuses a statement that says nothing, and other hints in one language than in the other", async () => {
  await change("statement.zh-CN.md", () => "\n");
  expect(await problems()).toBe("statement.zh-CN.md says nothing");

  await change("statement.zh-CN.md", () => "说明\n\n## 提示\n\n1. 一\n2. 二\n");
  expect(await problems()).toMatch(/^the hints differ in number: 3 in statement\.en\.md, 2 in statement\.zh-CN\.md/);
});

test("refuses a lesson, a unit and a section that there isn't, and says which there are", async () => {
  await edit((manifest) => ({ ...manifest, lesson: "mutual-exclusions" }));
  expect(await problems()).toMatch(/^exercise\.json: there is no lesson "mutual-exclusions"; .*mutual-exclusion,/);

  await edit((manifest) => ({ ...manifest, lesson: "mutual-exclusion", unit: 3 }));
  await change("exercise.json", (text) => text.replaceAll('"the-lock"', '"the-lok"'));
  expect((await problems()).split("\n")).toEqual([
    "exercise.json: the lesson mutual-exclusion stands in unit 2, not in 3",
    expect.stringMatching(/^exercise\.json: the case two-at-once names the section "the-lok"; .* has: .*the-lock,/),
    expect.stringMatching(/^exercise\.json: the case every-sale-counts names the section "the-lok"/),
  ]);
});

test("refuses a case without words for the reason that a listed solution gets", async () => {
  await change("exercise.json", (text) => text.replace('"not-overlapped": {', '"not-parallel": {'));

  expect((await problems()).split("\n")[0]).toBe(
    'exercise.json: the case look-ups-overlap has no feedback for "not-overlapped", which solutions/wrong-answer/lock-around-everything gets',
  );
});

test("says a mistake of syntax in one line, once, in a test, a starter and a part that scenarios share", async () => {
  await change("tests/hidden.test.ts", (text) => `const = 1;\n${text}`);
  await change("typescript/starter/office.ts", (text) => `${text}\nconst = 1;`);
  await change("scenarios/parts.ts", (text) => `const = 1;\n${text}`);

  expect((await problems()).split("\n")).toEqual([
    expect.stringMatching(/^typescript\/starter\/office\.ts:\d+:7 \S/),
    expect.stringMatching(/^tests\/hidden\.test\.ts:1:7 \S/),
    expect.stringMatching(/^scenarios\/parts\.ts:1:7 \S/),
  ]);
});

test("says what is wrong with the files at once with what is wrong with the manifest", async () => {
  await edit((manifest) => ({ ...manifest, unit: "two", dificulty: 1 }));
  await change("tests/hidden.test.ts", (text) => `const = 1;\n${text}`);
  await change("statement.en.md", () => "");

  expect((await problems()).split("\n")).toEqual([
    expect.stringMatching(/^exercise\.json: unit: /),
    expect.stringMatching(/^exercise\.json: .*dificulty/),
    "statement.en.md says nothing",
    expect.stringMatching(/^tests\/hidden\.test\.ts:1:7 /),
  ]);
});
