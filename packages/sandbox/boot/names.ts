/** The student's module, in every box. */
export const STUDENT = "student";
/** Stands for running the student's module itself. */
export const PROGRAM = "(program)";
/** Stands for exploring what the scenario does with the student's module. */
export const EXPLORE = "(explore)";
/** Stands for timing it on virtual cores. */
export const TIME = "(time)";
/** Says of an error that it came out of the scenario alone, with nothing of the student's on the stack. */
export const SCENARIO = "scenario";
