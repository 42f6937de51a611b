/** What runs programs: not for students. */
export { BadTargetError } from "./errors.ts";
export type { RunMessage, ThrownError, WorkerSetup } from "./messages.ts";
export type { ModuleHost, Target } from "./module-host.ts";
export { type Program, runOnWorker, runRounds } from "./run-on-worker.ts";
export { type Round, type RoundEnd, Supervisor } from "./supervisor.ts";
export { serveThreads, type ThreadServer } from "./worker.ts";
