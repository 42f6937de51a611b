export { isLessonSlug, type LessonSlug, lessonSlugs } from "./lesson-slug.ts";
export { findLesson, isComing, outline, type OutlineLesson, type OutlineUnit } from "./outline.ts";
export { isProgramName, type ProgramName, programNames } from "./program-name.ts";
