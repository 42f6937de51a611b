import { type Database, listRunners, type RunnerSeen } from "@lockstep/db";
import type { RunnerLine } from "../views.ts";

/** Runners that have been heard of lately, by name. */
export async function listRunnerLines(db: Database): Promise<readonly RunnerLine[]> {
  const runners = await listRunners(db);
  return runners.map((runner) => {
    const { id, name, slots, backend, trouble, seenAt } = runner;
    return { id, name, slots, backend, trouble, seenAt, state: stateOf(runner) };
  });
}

function stateOf({ lost, backend }: RunnerSeen): RunnerLine["state"] {
  if (lost) return "lost";
  return backend === null ? "no-sandbox" : "ready";
}
