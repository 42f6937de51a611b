import { locales } from "@lockstep/contracts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lessonSlugs } from "../src/lesson-meta.ts";
import { outline } from "../src/outline.ts";
import { readLesson } from "./fixtures/read-lesson.ts";

const content = join(import.meta.dirname, "../content");
const listed = outline.flatMap((unit) => unit.lessons);

test.each(locales)("has exactly the lessons that are named, in %s", async (locale) => {
  const files = await readdir(join(content, locale));

  expect(files.toSorted()).toEqual(lessonSlugs.map((slug) => `${slug}.mdx`).toSorted());
});

describe.each(lessonSlugs)("%s", (slug) => {
  test("says the same in every language: headings, figures, programs, questions, code", async () => {
    const [first, ...others] = await Promise.all(locales.map((locale) => readLesson(slug, locale)));

    for (const other of others) {
      expect(other.headings).toEqual(first?.headings);
      expect(other.uses).toEqual(first?.uses);
      expect(other.code).toEqual(first?.code);
      expect(other.links).toEqual(first?.links);
    }
  });

  test("names each heading once", async () => {
    const { headings } = await readLesson(slug, "en");

    expect(headings.length).toBeGreaterThan(0);
    expect(new Set(headings).size).toBe(headings.length);
  });

  test.each(locales)(
    "has questions with one right answer each, and a reason for every answer, in %s",
    async (locale) => {
      const { questions } = await readLesson(slug, locale);

      expect(questions).toHaveLength(3);
      for (const { choices } of questions) {
        expect(choices.filter((choice) => choice.right)).toHaveLength(1);
        expect(choices.every((choice) => choice.why.length > 0)).toBe(true);
      }
    },
  );

  test.each(locales)("is titled and summed up as the outline lists it, in %s", async (locale) => {
    const { meta } = await readLesson(slug, locale);
    const entry = listed.find((lesson) => lesson.slug === slug);

    expect(meta.title).toBe(entry?.title[locale]);
    expect(meta.summary).toBe(entry?.summary[locale]);
    expect(meta.exercises).toEqual(entry?.exercises.map((exercise) => exercise.slug));
  });

  test.each(locales)("links inside the site only to what exists, in %s", async (locale) => {
    const { links, headings } = await readLesson(slug, locale);
    const pages = [
      ...lessonSlugs.map((lesson) => `/lessons/${lesson}`),
      ...listed.flatMap((lesson) => lesson.exercises.map((exercise) => `/exercises/${exercise.slug}`)),
      ...headings.map((id) => `#${id}`),
    ];

    expect(links.filter((link) => !link.startsWith("https://") && !pages.includes(link))).toEqual([]);
  });
});
