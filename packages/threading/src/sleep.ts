import { checkTimeout, nowMs, park, parkAsync, words } from "@lockstep/memory/seam";
import { currentThread } from "./current-thread.ts";
import { sleepWord } from "./record.ts";
import { recordOf } from "./thread.ts";

/**
 * Lets time pass; other threads go on. In gated rounds the time is the round's own.
 * @param durationMs 0 or more. @throws {BadTimeoutError} @throws {BlockingOnMainThreadError} on Node's main thread.
 */
export function sleep(durationMs: number): void {
  checkTimeout(durationMs);
  const at = sleepWord(recordOf(currentThread()));
  const untilMs = nowMs() + durationMs;
  for (let left = durationMs; left > 0; left = untilMs - nowMs()) park(at, words[at] ?? 0, left);
}

/** `sleep` without blocking the event loop. */
export async function sleepAsync(durationMs: number): Promise<void> {
  checkTimeout(durationMs);
  const at = sleepWord(recordOf(currentThread()));
  const untilMs = nowMs() + durationMs;
  for (let left = durationMs; left > 0; left = untilMs - nowMs()) await parkAsync(at, words[at] ?? 0, left);
}
