import type { CaseResult, Reason, Verdict } from "@lockstep/contracts";

/** The end of a whole submission, from its cases. */
export interface Decision {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  readonly decidingCase: string | null;
  readonly points: number;
  readonly pointsMax: number;
}

/**
 * Fail closed: accepted only if there are cases and each of them is accepted. Our own failure outweighs everything, since
 * nothing else can then be trusted; otherwise the first case in the order of the manifest decides.
 */
export function decide(cases: readonly CaseResult[]): Decision {
  const points = cases.reduce((sum, c) => sum + c.points, 0);
  const pointsMax = cases.reduce((sum, c) => sum + c.pointsMax, 0);
  const deciding = cases.find((c) => c.verdict === "internal-error") ?? cases.find((c) => c.verdict !== "accepted");
  if (deciding) {
    const { verdict, reason, id } = deciding;
    return { verdict, reason, decidingCase: id, points: verdict === "internal-error" ? 0 : points, pointsMax };
  }
  if (cases.length === 0)
    return { verdict: "internal-error", reason: null, decidingCase: null, points: 0, pointsMax: 0 };
  return { verdict: "accepted", reason: null, decidingCase: null, points, pointsMax };
}
