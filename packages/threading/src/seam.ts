/** What other packages of ours build on threads with. Not for students. */
export type { ModuleHost, Target } from "./module-host.ts";
export { registerOwnTarget } from "./own-targets.ts";
export { surroundingsHere } from "./surroundings.ts";
