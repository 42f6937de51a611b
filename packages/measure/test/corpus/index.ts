/** Labelled programs, for whoever else judges speed. */
export { type BadProgram, badPrograms } from "./bad.ts";
export { goodPrograms } from "./good.ts";
export { threadPrograms } from "./on-threads.ts";
export { PRELUDE, REFERENCE } from "./prelude.ts";
