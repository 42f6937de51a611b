import { type Locale, locales, type Manifest } from "@lockstep/contracts";
import { findLesson, isLessonSlug, type LessonSlug, lessonSlugs } from "@lockstep/lessons";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The lesson exists, stands in the unit that is named, and has the sections to which cases send their students. */
export async function lessonProblems({ lesson, unit, cases }: Manifest): Promise<readonly string[]> {
  if (!isLessonSlug(lesson))
    return [`exercise.json: there is no lesson "${lesson}"; there are: ${lessonSlugs.join(", ")}`];
  const problems: string[] = [];
  const { number } = findLesson(lesson).unit;
  if (unit !== number) problems.push(`exercise.json: the lesson ${lesson} stands in unit ${number}, not in ${unit}`);
  const sections = await sectionsOf(lesson);
  for (const { id, section } of cases)
    if (section !== undefined && !sections.includes(section))
      problems.push(
        `exercise.json: the case ${id} names the section "${section}"; the lesson ${lesson} has: ${sections.join(", ")}`,
      );
  return problems;
}

/** A lesson sends its readers to each of its exercises, in every language. */
export async function lessonLinkProblems(lesson: LessonSlug, exercise: string): Promise<readonly string[]> {
  const told = await Promise.all(
    locales.map(async (locale) => {
      const text = await lessonText(lesson, locale);
      return text.includes(`](/exercises/${exercise})`)
        ? []
        : [
            `packages/lessons/content/${locale}/${lesson}.mdx does not send its readers here: put a link to /exercises/${exercise} into it, mostly at its end`,
          ];
    }),
  );
  return told.flat();
}

/** Ids of the lesson's headings, which are the same in every language. */
export async function sectionsOf(lesson: LessonSlug): Promise<readonly string[]> {
  return [...(await lessonText(lesson, "en")).matchAll(/<Heading id="([^"]+)"/g)].map(([, id = ""]) => id);
}

function lessonText(lesson: LessonSlug, locale: Locale): Promise<string> {
  return readFile(fileURLToPath(import.meta.resolve(`@lockstep/lessons/content/${locale}/${lesson}.mdx`)), "utf8");
}
