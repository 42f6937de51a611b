export { isLessonSlug, type LessonMeta, type LessonSlug, lessonSlugs, type OutlineExercise } from "./lesson-meta.ts";
export { isComing, outline, type OutlineLesson, type OutlineUnit } from "./outline.ts";
export { isProgramName, type ProgramName, programNames } from "./program-name.ts";
