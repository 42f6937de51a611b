export { type GradeOptions, type Grading, type GradingEvent, Judge } from "./judge.ts";
