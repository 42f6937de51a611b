import { decided, LEAD_RULE, type LeadRule, type TimingVerdict } from "../statistics/sequential.ts";
import { type PacedFigures, type PacedVote, voteOn } from "./vote.ts";

/** One round of the student's program and one of the sequential reference, on the same input. */
export interface PacedPair {
  readonly student: PacedFigures;
  readonly reference: PacedFigures;
}

export interface Decided {
  readonly verdict: TimingVerdict;
  readonly votes: readonly PacedVote[];
}

/**
 * Has rounds run until they decide a claim, or until there are no more: student and reference alternate, so that each of
 * the student's lies between two of the reference. The first pair is thrown away: it compiles what is run.
 * @param next runs one pair, each time on an input of its own.
 */
export async function decideByRounds(
  next: () => Promise<PacedPair>,
  { atLeast, rule = LEAD_RULE }: { readonly atLeast: number; readonly rule?: LeadRule },
): Promise<Decided> {
  await next();
  let before = (await next()).reference;
  const votes: PacedVote[] = [];
  for (;;) {
    const verdict = decided(
      votes.map(({ vote }) => vote),
      rule,
    );
    if (verdict !== null) return { verdict, votes };
    const { student, reference } = await next();
    votes.push(voteOn(atLeast, before, student, reference));
    before = reference;
  }
}
