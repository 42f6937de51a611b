/** Slugs of the lessons that exist, in reading order. Each has a file in every folder of `content/`. */
export const lessonSlugs = [
  "first-steps",
  "lost-update",
  "mutual-exclusion",
  "many-cores",
  "io-bound",
  "deadlock",
  "semaphore",
  "event",
  "thread-pool",
] as const;
export type LessonSlug = (typeof lessonSlugs)[number];

/** Whether a word from an address names a lesson. */
export function isLessonSlug(word: string): word is LessonSlug {
  return lessonSlugs.some((slug) => slug === word);
}
