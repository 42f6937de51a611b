import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginExercise, looseEnds, readCatalog, readExercise } from "../src/index.ts";

const repository = join(import.meta.dirname, "../../../exercises");
let exercises = "";
beforeEach(async () => {
  exercises = await mkdtemp(join(tmpdir(), "lockstep-new-exercise-"));
  await cp(join(repository, ".template"), join(exercises, ".template"), { recursive: true });
});
afterEach(() => rm(exercises, { recursive: true, force: true }));

const begin = (slug: string) => beginExercise(exercises, { slug, lesson: "semaphore" });

/** Writes something into every place that is left to the author. */
async function write(folder: string): Promise<void> {
  for (const name of ["exercise.json", "statement.en.md", "statement.zh-CN.md"]) {
    const text = await readFile(join(folder, name), "utf8");
    await writeFile(join(folder, name), text.replaceAll(/\[(?:to be written|待写)[^\]]*\]|to-be-written/g, "words"));
  }
}

test("a new exercise can be used at once, and stands where its lesson does", async () => {
  const begun = await begin("my-counter");
  const { slug, manifest } = await readExercise(join(exercises, "my-counter"));

  expect(slug).toBe("my-counter");
  expect(manifest).toMatchObject({ lesson: "semaphore", unit: 2, curriculum: "T13" });
  expect(begun?.sections).toContain(manifest.cases[1]?.section);
  expect(manifest.cases.map(({ visibility }) => visibility)).toEqual(["visible", "hidden"]);
  expect(manifest.solutions.map(({ verdict }) => verdict)).toEqual(["accepted", "wrong-answer"]);
});

test("the template alone is no exercise", async () => {
  expect(await readCatalog(exercises)).toEqual([]);
});

test("it is unfinished as long as a word of it is not written, or its lesson does not link to it", async () => {
  const folder = join(exercises, "my-counter");
  await begin("my-counter");
  const before = (await looseEnds(folder)).unfinished;
  await write(folder);
  const after = (await looseEnds(folder)).unfinished;

  expect(before).toContain("statement.en.md:1 is still to be written: the story, in two or three sentences");
  expect(before).toContain("statement.zh-CN.md:14 is still to be written: 几乎就是答案的一句话");
  for (const file of ["exercise.json", "statement.en.md", "statement.zh-CN.md"])
    expect(before.filter((said) => said.startsWith(`${file}:`)).length).toBeGreaterThanOrEqual(5);
  expect(after).toEqual([
    expect.stringMatching(/^packages\/lessons\/content\/en\/semaphore\.mdx does not send .* \/exercises\/my-counter /),
    expect.stringMatching(/^packages\/lessons\/content\/zh-CN\/semaphore\.mdx does not send /),
  ]);
});

test("writes over nothing", async () => {
  await mkdir(join(exercises, "mine"));
  await writeFile(join(exercises, "mine/statement.en.md"), "Mine.");

  expect(await begin("mine")).toBeNull();
  expect(await readdir(join(exercises, "mine"))).toEqual(["statement.en.md"]);
  expect(await readFile(join(exercises, "mine/statement.en.md"), "utf8")).toBe("Mine.");
});

test("names hidden cases that decide no wrong solution, and finds nothing unfinished in an exercise that is published", async () => {
  const { unfinished, notes } = await looseEnds(join(repository, "ticket-office"));

  expect(unfinished).toEqual([]);
  expect(notes).toEqual([expect.stringContaining("sells-all")]);
  expect(notes.join()).not.toContain("one-visitor"); // it shows how the function is called, and is seen by all
});
