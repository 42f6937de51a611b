import { describe, expect, test } from "vitest";
import { isLessonSlug, lessonSlugs } from "../src/lesson-slug.ts";
import { findLesson, isComing, outline } from "../src/outline.ts";
import { readLesson } from "./fixtures/read-lesson.ts";
import { readManifests } from "./fixtures/read-manifests.ts";

const listed = outline.flatMap((unit) => unit.lessons);
const exercises = await readManifests();

test("numbers the units in order", () => {
  expect(outline.map((unit) => unit.number)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("lists every lesson once, in reading order", () => {
  expect(listed.map((lesson) => lesson.slug)).toEqual(lessonSlugs);
});

test("says that a unit without lessons is coming", () => {
  expect(outline.filter((unit) => !isComing(unit)).flatMap((unit) => unit.lessons)).toEqual(listed);
  expect(outline.filter(isComing).length).toBeGreaterThan(0);
});

test("finds a lesson with its unit", () => {
  const { unit, lesson } = findLesson("mutual-exclusion");

  expect(unit.number).toBe(2);
  expect(lesson.curriculum).toBe("P10");
});

describe.each(exercises)("exercise $slug", ({ manifest: { lesson, unit, cases } }) => {
  test("belongs to a lesson that exists, in the unit where that stands", () => {
    if (!isLessonSlug(lesson)) throw new Error(`names the lesson ${lesson}, which does not exist`);

    expect(findLesson(lesson).unit.number).toBe(unit);
  });

  test("refers only to sections that its lesson has", async () => {
    if (!isLessonSlug(lesson)) throw new Error(`names the lesson ${lesson}, which does not exist`);
    const { headings } = await readLesson(lesson, "en");
    const sections = cases.flatMap((each) => each.section ?? []);

    expect(sections.filter((section) => !headings.includes(section))).toEqual([]);
  });
});
