import type { ExercisePack, Language } from "@lockstep/contracts";
import { type Database, findCourses } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import type { CourseOutline, ExerciseCard } from "../views.ts";

/** The course that this site teaches: the first one published. @throws {AppError} `unavailable` before any was. */
export async function readOutline(db: Database): Promise<CourseOutline> {
  const [course] = await findCourses(db);
  if (!course) throw new AppError("unavailable");
  return { slug: course.slug, title: course.title, exercises: course.packs.map(cardOf) };
}

/** What is shown of an exercise in a list. */
export function cardOf(pack: ExercisePack): ExerciseCard {
  const { title, summary, unit, difficulty, concepts, curriculum, lesson, cases } = pack.manifest;
  return {
    slug: pack.slug,
    title,
    summary,
    unit,
    difficulty,
    concepts,
    curriculum,
    lesson,
    languages: languagesOf(pack),
    pointsMax: cases.reduce((sum, { points }) => sum + points, 0),
  };
}

/** Languages in which the exercise can be solved. */
export function languagesOf(pack: ExercisePack): readonly Language[] {
  const { typescript, python } = pack.manifest.languages;
  return [...(typescript ? (["typescript"] as const) : []), ...(python ? (["python"] as const) : [])];
}
