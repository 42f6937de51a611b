/** What runs programs: not for students. */
export { BadTargetError, NotRepeatableError } from "./errors.ts";
export type { RunMessage, ThrownError, WorkerSetup } from "./messages.ts";
export type { Exported, ModuleHost, Target } from "./module-host.ts";
export { type Program, runOnWorker, runRounds } from "./run-on-worker.ts";
export { type Round, type RoundEnd, Supervisor } from "./supervisor.ts";
export { type FreeEnd, Stage, STAGE_THREADS_MAX, type StageOptions } from "./stage.ts";
export { threadCpuTimeMs } from "./thread-clock.ts";
export { serveThreads, type ThreadServer } from "./worker.ts";
