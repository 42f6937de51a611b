export type { BoxJob, BoxRun, BoxStatus } from "./box-run.ts";
export { confineCommand, type ConfinedCommand, type ConfinedCommandOptions } from "./confined-command.ts";
export { inspectSandbox } from "./inspect.ts";
export type { LayerName, LayerReport } from "./layers.ts";
export { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export { SandboxClosedError, SandboxUnavailableError } from "./unavailable.ts";
