export { type GradeOptions, type Grading, type GradingEvent, Judge } from "./judge.ts";
export { sweepHomes } from "./judge-home.ts";
export { MEASURED_AGAIN_AFTER_MS, MEASURED_AGAIN_MAX } from "./too-busy.ts";
