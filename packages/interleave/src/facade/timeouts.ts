import { BadTimeoutError } from "@lockstep/memory/errors";

/** Milliseconds; Infinity where absent. @throws {BadTimeoutError} */
export function checkedTimeout(timeoutMs: unknown): number {
  if (timeoutMs === undefined) return Infinity;
  const time = Number(timeoutMs);
  if (!(time >= 0)) throw new BadTimeoutError(time);
  return time;
}
