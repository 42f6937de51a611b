/** The student's module, in every box. */
export const STUDENT = "student";
/** Stands for running the student's module itself. */
export const PROGRAM = "(program)";
