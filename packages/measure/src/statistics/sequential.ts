/** What one measured round says. `void`: it can't be used. */
export type Vote = "fast" | "slow" | "void";

/** `fast` enough · `slow`: not · `busy`: the machine is too busy to say; to be measured again, at no cost. */
export type TimingVerdict = "fast" | "slow" | "busy";

export interface LeadRule {
  /** Votes that one side must be ahead; more for `slow`, since a burst of load lasts longer than a round. */
  readonly leadForFast: number;
  readonly leadForSlow: number;
  /** Rounds without a decision, after which the machine is too busy. */
  readonly roundsMax: number;
}

export const LEAD_RULE: LeadRule = { leadForFast: 2, leadForSlow: 3, roundsMax: 12 };

/**
 * Decides from votes as soon as one side leads by so many; null: another round is needed. With an error of e in each
 * independent vote the verdict errs with about eᵏ ÷ (eᵏ + (1 − e)ᵏ) for a lead of k.
 * **Source**: the sequential probability ratio test of two symmetric hypotheses (A. Wald, 1945).
 */
export function decided(votes: readonly Vote[], rule: LeadRule = LEAD_RULE): TimingVerdict | null {
  let lead = 0;
  for (const vote of votes.slice(0, rule.roundsMax)) {
    lead += vote === "fast" ? 1 : vote === "slow" ? -1 : 0;
    if (lead >= rule.leadForFast) return "fast";
    if (-lead >= rule.leadForSlow) return "slow";
  }
  return votes.length >= rule.roundsMax ? "busy" : null;
}

/** Chance of a wrong verdict with a lead of `lead`, where each vote errs with `error`, independently. */
export function errorOfLead(error: number, lead: number): number {
  return error ** lead / (error ** lead + (1 - error) ** lead);
}
