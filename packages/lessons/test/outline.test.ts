import { manifest } from "@lockstep/contracts";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isLessonSlug, lessonSlugs } from "../src/lesson-meta.ts";
import { isComing, outline } from "../src/outline.ts";
import { readLesson } from "./fixtures/read-lesson.ts";

const exercises = join(import.meta.dirname, "../../../exercises");
const listed = outline.flatMap((unit) => unit.lessons);
const listedExercises = listed.flatMap((lesson) =>
  lesson.exercises.map((exercise) => ({ lesson: lesson.slug, ...exercise })),
);

async function readManifest(slug: string) {
  return manifest.parse(JSON.parse(await readFile(join(exercises, slug, "exercise.json"), "utf8")));
}

test("numbers the units in order", () => {
  expect(outline.map((unit) => unit.number)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("lists every lesson once", () => {
  expect(listed.map((lesson) => lesson.slug).toSorted()).toEqual([...lessonSlugs].toSorted());
});

test("says that a unit without lessons is coming", () => {
  expect(outline.filter(isComing).map((unit) => unit.number)).toEqual([2, 3, 4, 5, 6]);
});

test("lists every exercise that has a folder, and no other", async () => {
  const entries = await readdir(exercises, { withFileTypes: true });
  const folders = entries.filter(
    (entry) => entry.isDirectory() && existsSync(join(exercises, entry.name, "exercise.json")),
  );

  expect(listedExercises.map((exercise) => exercise.slug).toSorted()).toEqual(
    folders.map((folder) => folder.name).toSorted(),
  );
});

describe.each(listedExercises)("exercise $slug", ({ slug, title, lesson }) => {
  test("has the title and the lesson that its folder says", async () => {
    const { title: own, lesson: ownLesson } = await readManifest(slug);

    expect(title).toEqual(own);
    expect(lesson).toBe(ownLesson);
  });

  test("refers only to sections that its lesson has", async () => {
    const { cases, lesson: ownLesson } = await readManifest(slug);
    if (!isLessonSlug(ownLesson)) throw new Error(`${slug} names the lesson ${ownLesson}, which does not exist`);
    const { headings } = await readLesson(ownLesson, "en");
    const sections = cases.flatMap((each) => each.section ?? []);

    expect(sections.filter((section) => !headings.includes(section))).toEqual([]);
  });
});
