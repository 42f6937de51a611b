import type { Manifest } from "@lockstep/contracts";
import { findLesson, isLessonSlug, lessonSlugs } from "@lockstep/lessons";
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

/** Ids of the lesson's headings, which are the same in every language. */
async function sectionsOf(lesson: string): Promise<readonly string[]> {
  const file = fileURLToPath(import.meta.resolve(`@lockstep/lessons/content/en/${lesson}.mdx`));
  return [...(await readFile(file, "utf8")).matchAll(/<Heading id="([^"]+)"/g)].map(([, id = ""]) => id);
}
