import type { BoxStatus } from "./box-run.ts";

/** A limit that the watch saw passed. */
export type PassedLimit = "memory" | "output" | "cpu" | "wall";

/** What is known when a box has ended. */
export interface BoxFacts {
  /**
   * It said that it is ready (before that, nothing of the student's was in it), its limits could be read to the end,
   * and all of it is gone.
   */
  readonly sound: boolean;
  /** The first limit that was seen passed, by the watch or by the last look after the answer. */
  readonly passed: PassedLimit | null;
  /** Why the far end broke the protocol. */
  readonly violation: string | null;
  readonly answered: boolean;
}

/**
 * Names the end of a box, fail closed: `answered` is what remains when nothing speaks against it. A limit goes before
 * the answer, because the kernel may end one process for lack of memory while another sends an answer; exit codes and
 * output are the student's and are not asked.
 */
export function statusOf({ sound, passed, violation, answered }: BoxFacts): BoxStatus {
  if (!sound) return "sandbox-error";
  switch (passed) {
    case "memory":
      return "memory-limit";
    case "output":
      return "output-limit";
    case "cpu":
      return "cpu-time-limit";
    case "wall":
      return "wall-time-limit";
    case null:
      if (violation !== null) return "protocol-violation";
      return answered ? "answered" : "ended-early";
  }
}
