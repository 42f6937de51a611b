export { EnvironmentError } from "./environment-error.ts";
export { type RunnerEnv, runnerEnv } from "./runner-env.ts";
export { type WebEnv, webEnv } from "./web-env.ts";
