import { setTimeout as pause } from "node:timers/promises";
import { outputOf } from "./shell.ts";

/** A runner's container, as the engine tells of it. */
export interface RunnerState {
  /** How often it has ended and was started again. */
  readonly restarts: number;
  /** All that it has said. */
  readonly said: string;
}

/** A runner can't do its work; the message says what it said itself. */
export class RunnerFailedError extends Error {
  readonly code = "runner-failed";

  constructor(what: string, said: string) {
    super(`A runner ${what}. It said:\n${said.trim().slice(-LOG_CHARACTERS)}`);
    this.name = "RunnerFailedError";
  }
}

const LOG_CHARACTERS = 3000;
const READY_TIMEOUT_MS = 180_000;

/**
 * Whether so many runners are ready, with a sandbox each.
 * @throws {RunnerFailedError} as soon as one has ended, or has no sandbox: waiting would help neither.
 */
export function areReady(states: readonly RunnerState[], wanted: number): boolean {
  for (const { restarts, said } of states) {
    if (restarts > 0) throw new RunnerFailedError("ended and was started again", said);
    if (said.includes("sandbox is not available")) throw new RunnerFailedError("has no sandbox", said);
  }
  return states.filter(({ said }) => /^runner \S+ is ready/m.test(said)).length >= wanted;
}

/** Waits until so many runners of a compose project are ready. @throws {RunnerFailedError} */
export async function runnersReady(project: string, wanted: number, env: NodeJS.ProcessEnv): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const states = runnersOf(project, env);
    if (areReady(states, wanted)) return;
    if (performance.now() > deadlineMs)
      throw new RunnerFailedError("was not ready in time", states.map(({ said }) => said).join("\n"));
    await pause(500);
  }
}

function runnersOf(project: string, env: NodeJS.ProcessEnv): readonly RunnerState[] {
  const labels = [`project=${project}`, "service=runner"].flatMap((label) => [
    "--filter",
    `label=com.docker.compose.${label}`,
  ]);
  const ids = (outputOf(["docker", "ps", "--all", "--quiet", ...labels], { env }) ?? "").split("\n").filter(Boolean);
  return ids.map((id) => ({
    restarts: Number(outputOf(["docker", "inspect", "--format", "{{.RestartCount}}", id], { env }) ?? 0),
    said: outputOf(["sh", "-c", 'docker logs "$1" 2>&1', "sh", id], { env }) ?? "",
  }));
}
