import type { Verdict } from "@lockstep/contracts";
import type { IconName } from "./icon.tsx";

/** How something is meant: `bad` is the student's to mend, `ours` is ours. */
export type Tone = "good" | "bad" | "limit" | "ours" | "none";

/** Colour family and sign of a verdict; the word always stands beside them. */
export function verdictTone(verdict: Verdict): { readonly tone: Tone; readonly icon: IconName } {
  switch (verdict) {
    case "accepted":
      return { tone: "good", icon: "accepted" };
    case "wrong-answer":
      return { tone: "bad", icon: "wrong" };
    case "runtime-error":
      return { tone: "bad", icon: "error" };
    case "compile-error":
      return { tone: "bad", icon: "code" };
    case "cpu-time-limit":
    case "wall-time-limit":
    case "memory-limit":
    case "output-limit":
      return { tone: "limit", icon: "limit" };
    case "internal-error":
      return { tone: "ours", icon: "ours" };
  }
}
