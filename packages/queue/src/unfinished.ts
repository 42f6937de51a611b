import { load, park, parkAsync, unpark, words } from "@lockstep/memory/seam";
import type { WaitOptions } from "@lockstep/sync";
import { deadlineOf, leftMs, mustMayBlock } from "@lockstep/sync/seam";
import { UNFINISHED } from "./layout.ts";

/** Waiting until every item has been called done. The count changes inside the queue's section only. */

export function wakeJoiners(at: number): void {
  unpark(at + UNFINISHED);
}

/** Calls one item done; answers how many are left, or -1 where there was none. Inside the section. */
export function countDone(at: number): number {
  const left = (words[at + UNFINISHED] ?? 0) - 1;
  if (left >= 0) words[at + UNFINISHED] = left;
  return left;
}

export function waitUntilDone(at: number, timeoutMs: number | undefined): boolean {
  const deadlineMs = deadlineOf(timeoutMs);
  for (let left = load(at + UNFINISHED); left !== 0; left = load(at + UNFINISHED)) {
    if (leftMs(deadlineMs) <= 0) return false;
    mustMayBlock("queue.join");
    park(at + UNFINISHED, left, leftMs(deadlineMs));
  }
  return true;
}

export async function waitUntilDoneAsync(at: number, { timeoutMs, signal }: WaitOptions): Promise<boolean> {
  const deadlineMs = deadlineOf(timeoutMs);
  for (let left = load(at + UNFINISHED); left !== 0; left = load(at + UNFINISHED)) {
    signal?.throwIfAborted();
    if (leftMs(deadlineMs) <= 0) return false;
    await parkAsync(at + UNFINISHED, left, leftMs(deadlineMs), { signal });
  }
  return true;
}
