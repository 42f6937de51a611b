import { locales } from "@lockstep/contracts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lessonSlugs } from "../src/lesson-slug.ts";
import { readLesson } from "./fixtures/read-lesson.ts";
import { readManifests } from "./fixtures/read-manifests.ts";

const content = join(import.meta.dirname, "../content");
const exercises = await readManifests();

test.each(locales)("has exactly the lessons that are named, in %s", async (locale) => {
  const files = await readdir(join(content, locale));

  expect(files.toSorted()).toEqual(lessonSlugs.map((slug) => `${slug}.mdx`).toSorted());
});

/** Comments are in the reader's language. */
function withoutComments(html: string): string {
  return html.replaceAll(/\/\/.*/g, "");
}

describe.each(lessonSlugs)("%s", (slug) => {
  test("says the same in every language: headings, figures, programs, questions, code", async () => {
    const [first, ...others] = await Promise.all(locales.map((locale) => readLesson(slug, locale)));

    for (const other of others) {
      expect(other.headings).toEqual(first?.headings);
      expect(other.uses).toEqual(first?.uses);
      expect(other.code.map(withoutComments)).toEqual(first?.code.map(withoutComments));
      expect(other.links).toEqual(first?.links);
    }
  });

  test("has no space after a full-width mark in Chinese", async () => {
    const { html } = await readLesson(slug, "zh-CN");

    expect(html.replaceAll(/<[^>]*>/g, "").match(/.{0,9}[，。：；？！、”）] .{0,9}/g) ?? []).toEqual([]);
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

  test.each(locales)("links inside the site only to what exists, in %s", async (locale) => {
    const { links, headings } = await readLesson(slug, locale);
    const pages = [
      ...lessonSlugs.map((lesson) => `/lessons/${lesson}`),
      ...exercises.map((exercise) => `/exercises/${exercise.slug}`),
      ...headings.map((id) => `#${id}`),
    ];

    expect(links.filter((link) => !link.startsWith("https://") && !pages.includes(link))).toEqual([]);
  });

  test("puts the English word beside a term only where the term is another word", async () => {
    const [english, chinese] = await Promise.all([readLesson(slug, "en"), readLesson(slug, "zh-CN")]);

    expect(english.translated).toEqual([]);
    expect(chinese.translated.filter((term) => term.word === term.english)).toEqual([]);
  });

  test("links to every exercise that belongs to it", async () => {
    const { links } = await readLesson(slug, "en");
    const own = exercises.filter(({ manifest: { lesson } }) => lesson === slug);

    expect(own.length).toBeGreaterThan(0);
    for (const exercise of own) expect(links).toContain(`/exercises/${exercise.slug}`);
  });
});
