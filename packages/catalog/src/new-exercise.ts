import { findLesson, type LessonSlug } from "@lockstep/lessons";
import { cp, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sectionsOf } from "./lesson-problems.ts";

/** Beside the exercises; it is no exercise, since it has no `exercise.json`. */
const TEMPLATE = ".template";
const MANIFEST = "exercise.template.json";

/** An exercise that was just begun. */
export interface NewExercise {
  readonly folder: string;
  /** Ids of the lesson's headings, to which its cases may send their students. */
  readonly sections: readonly string[];
}

/**
 * Begins an exercise: a small one that works, with its proof, and places for the words that its author writes.
 * @returns null where there is a folder of that name already; nothing of it is touched.
 */
export async function beginExercise(
  exercisesFolder: string,
  { slug, lesson }: { readonly slug: string; readonly lesson: LessonSlug },
): Promise<NewExercise | null> {
  const folder = join(exercisesFolder, slug);
  const sections = await sectionsOf(lesson);
  const { unit, lesson: told } = findLesson(lesson);
  const values = {
    '"{{unit}}"': String(unit.number),
    "{{lesson}}": lesson,
    "{{curriculum}}": told.curriculum,
    "{{section}}": sections[0] ?? "",
  };
  try {
    await mkdir(folder); // fails where it is there: nobody's work is written over
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return null;
    throw cause;
  }
  await cp(join(exercisesFolder, TEMPLATE), folder, { recursive: true });
  const template = await readFile(join(folder, MANIFEST), "utf8");
  const manifest = Object.entries(values).reduce((text, [place, value]) => text.replaceAll(place, value), template);
  await writeFile(join(folder, MANIFEST), manifest);
  await rename(join(folder, MANIFEST), join(folder, "exercise.json")); // last: it makes the folder an exercise
  return { folder, sections };
}
