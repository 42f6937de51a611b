import type { QueueInspection } from "@lockstep/jobs";
import type { Finding } from "./finding.ts";

/** A job that waits so long finds no runner, or too few. */
const LATE_MS = 60_000;

/** @param queue Null where it is not installed. */
export function queueFinding(queue: QueueInspection | null): Finding {
  const name = "queue";
  if (queue === null) {
    const fix = "node tools/seed/src/main.ts   (`pnpm dev` does it for its own database)";
    return { name, state: "broken", detail: "its tables are missing", fix };
  }
  const { waiting, atWork, deadLetters, oldestWaitingMs } = queue;
  const oldest = oldestWaitingMs === null ? "" : `, the oldest for ${Math.round(oldestWaitingMs / 1000)} s`;
  const detail = `${waiting} waiting${oldest}, ${atWork} at work, ${deadLetters} dead`;
  const steps: string[] = [];
  if (oldestWaitingMs !== null && oldestWaitingMs > LATE_MS)
    steps.push(
      atWork === 0 ? "start a runner: nobody takes jobs (node apps/runner/src/main.ts)" : "start another runner",
    );
  if (deadLetters > 0) steps.push("sign in as an instructor and look at the dead letters (/instructor)");
  return { name, state: steps.length > 0 ? "weak" : "ok", detail, fix: steps.join("; ") || null };
}
