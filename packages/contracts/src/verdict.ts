import { z } from "zod";

/** How a submission ended. Closed: whatever fits none of these is `internal-error`, never `accepted`. Source: DMOJ, CMS. */
export const verdicts = [
  "accepted",
  "wrong-answer",
  "runtime-error",
  "compile-error",
  "cpu-time-limit",
  "wall-time-limit",
  "memory-limit",
  "output-limit",
  "internal-error",
] as const;
export const verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof verdict>;

/** Why a case was not accepted: the property that broke. Closed; `uncaught-error` and the limits explain verdicts of the same name. */
export const reasons = [
  "race",
  "data-race",
  "lost-update",
  "deadlock",
  "lost-wake-up",
  "livelock",
  "starvation",
  "lock-held",
  "order",
  "not-parallel",
  "not-overlapped",
  "busy-wait",
  "protocol",
  "leak",
  "wrong-result",
  "uncaught-error",
  "limit",
] as const;
export const reason = z.enum(reasons);
export type Reason = z.infer<typeof reason>;
