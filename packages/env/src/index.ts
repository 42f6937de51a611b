export { EnvironmentError } from "./environment-error.ts";
export { type CliEnv, cliEnv } from "./cli-env.ts";
export { type RunnerEnv, runnerEnv } from "./runner-env.ts";
export { typedIn } from "./typed-in.ts";
export { type WebEnv, webEnv } from "./web-env.ts";
