import type { BoxAnswer, BoxRequest, Limits, ProgramOutput } from "@lockstep/contracts";
import type { ThreadUse } from "./thread-use.ts";

/** One request for one box. */
export interface BoxJob {
  /** The nonce is added when the request is handed over. */
  readonly request: Omit<BoxRequest, "nonce">;
  readonly limits: Limits;
  /** What the system-call filter must let through beyond the narrowest profile: the manifest's `needs`. */
  readonly needs: readonly string[];
  /** Cores that it has to itself, leased machine-wide; one where absent. */
  readonly cores?: number;
}

/**
 * How a box ended, as far as the sandbox can tell; it knows nothing of verdicts.
 *
 * - `answered`: one well-formed answer came, and no limit was passed before or after it.
 * - `ended-early`: the program ended, or closed the channel, without an answer.
 * - `protocol-violation`: something else than one well-formed answer came over the channel.
 * - `…-limit`: the limit was passed; an answer that came nevertheless is not handed on.
 * - `sandbox-error`: the box did not come up, or our side failed. Never the student's fault.
 */
export type BoxStatus =
  | "answered"
  | "ended-early"
  | "protocol-violation"
  | "cpu-time-limit"
  | "wall-time-limit"
  | "memory-limit"
  | "output-limit"
  | "sandbox-error";

/** What is known of a box after its end. */
export interface BoxRun {
  readonly status: BoxStatus;
  /** Present exactly when the status is `answered`. Parsed, and still hostile: it proves nothing. */
  readonly answer: BoxAnswer | null;
  /** What the program printed, up to the limit, also when a limit ended it. */
  readonly output: ProgramOutput;
  /** From handing over the request to the answer or the end. */
  readonly wallTimeMs: number;
  /** Of all processes of the box since the request was handed over; a lower bound without a cgroup; null where unknown. */
  readonly cpuTimeMs: number | null;
  /** Greatest use, including the interpreter; null where unknown. */
  readonly memoryBytesMax: number | null;
  /** `cgroup`: the kernel's account of the group · `sampled`: greatest of samples, a spike between two is missed. */
  readonly memoryOf: "cgroup" | "sampled";
  /** Each thread of the box, where that was asked for; absent also where the kernel keeps no such account. */
  readonly threads?: readonly ThreadUse[];
  /** For logs and instructors; never for students. */
  readonly detail: string;
}
