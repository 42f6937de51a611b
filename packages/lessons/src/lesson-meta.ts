import type { Localised } from "@lockstep/contracts";

/** Slugs of the lessons that exist, in reading order. Each has a file in every folder of `content/`. */
export const lessonSlugs = ["mutual-exclusion"] as const;
export type LessonSlug = (typeof lessonSlugs)[number];

/** What a lesson says of itself: every MDX file exports it as `meta`. */
export interface LessonMeta {
  readonly title: string;
  /** One sentence for lists and search results. */
  readonly summary: string;
  /** Row of the curriculum, such as `P10`. */
  readonly curriculum: string;
  /** Time to read and try it, in minutes. */
  readonly readingMinutes: number;
  /** Exercises that belong to it, in the order in which to try them. */
  readonly exercises: readonly string[];
}

/** Whether a word from an address names a lesson. */
export function isLessonSlug(word: string): word is LessonSlug {
  return lessonSlugs.some((slug) => slug === word);
}

/** An exercise as the outline lists it. The statement lives in `exercises/<slug>`. */
export interface OutlineExercise {
  readonly slug: string;
  readonly title: Localised;
}
