import type { ServedRound } from "../in-flight/waiting-server.ts";
import { decided, LEAD_RULE, type LeadRule, type TimingVerdict, type Vote } from "../statistics/sequential.ts";

/** A claim on waits that overlap. */
export interface FlightClaim {
  /** So many under way at once, at some time. */
  readonly atLeast: number;
  /** Never more. */
  readonly atMost?: number;
  /** Over the whole round; 0 where absent. */
  readonly onAverage?: number;
}

/** One round of a client, and how the machine stood in its way. */
export interface FlightRound extends ServedRound {
  /** Its answers were all there and right. */
  readonly isRight: boolean;
  /** For how long the client could have run and had no core; of several threads the sum. */
  readonly clientDelayMs: number;
  /** The same of the server's one thread. An answer is late because of it, or by the grain of a timer. */
  readonly serverDelayMs: number;
}

export type FlightBecause = "breach" | "wrong" | "exceeded" | "not-overlapped";

export interface FlightVote {
  readonly vote: Vote;
  /** Null for `fast` and `void`. */
  readonly because: FlightBecause | null;
  readonly mean: number;
  /** That it would have been if everything the machine is known to have added had cost nothing. */
  readonly meanAtBest: number;
  readonly most: number;
}

/** Where the machine took more than this part of a round, a bound that was not reached proves nothing. */
const DISTURBED_SHARE_MAX = 0.25;

/**
 * Votes on a claim by one round. `fast` is held against what was seen, which load can only lower; `slow` against what would
 * have been seen at best, so that load can't make it either. In between: `void`.
 */
export function voteOnFlight(round: FlightRound, claim: FlightClaim): FlightVote {
  const { mean, most, wallMs } = round;
  const disturbedMs = Math.min(wallMs, round.clientDelayMs + Math.max(round.overdueMs, round.serverDelayMs));
  const meanAtBest = disturbedMs === wallMs ? Infinity : (mean * wallMs) / (wallMs - disturbedMs);
  const { vote, because } = judge(
    { ...round, meanAtBest, isDisturbed: disturbedMs > DISTURBED_SHARE_MAX * wallMs },
    claim,
  );
  return { vote, because, mean, meanAtBest, most };
}

function judge(
  round: FlightRound & { readonly meanAtBest: number; readonly isDisturbed: boolean },
  { atLeast, atMost = Infinity, onAverage = 0 }: FlightClaim,
): Pick<FlightVote, "vote" | "because"> {
  if (round.most > atMost) return { vote: "slow", because: "exceeded" };
  if (round.breach !== null) return { vote: "slow", because: "breach" };
  if (!round.isRight || round.unanswered > 0) return { vote: "slow", because: "wrong" };
  if (round.most >= atLeast && round.mean >= onAverage) return { vote: "fast", because: null };
  const isSlow = round.meanAtBest < onAverage || (round.most < atLeast && !round.isDisturbed);
  return isSlow ? { vote: "slow", because: "not-overlapped" } : { vote: "void", because: null };
}

/** How a claim on waits was decided. */
export interface DecidedFlights {
  readonly verdict: TimingVerdict;
  readonly votes: readonly FlightVote[];
  /** Of the vote that decided against it; null where none did. */
  readonly because: FlightBecause | null;
}

/**
 * Has rounds run until they decide a claim, or until there are no more. A bound that was passed, a wrong answer and a breach
 * of the protocol are facts and no votes: the first one decides.
 * @param next runs one round, each time with waits of its own.
 */
export async function decideFlights(
  next: () => Promise<FlightRound>,
  claim: FlightClaim,
  rule: LeadRule = LEAD_RULE,
): Promise<DecidedFlights> {
  const votes: FlightVote[] = [];
  for (;;) {
    const verdict = decided(
      votes.map(({ vote }) => vote),
      rule,
    );
    if (verdict !== null) return { verdict, votes, because: verdict === "slow" ? "not-overlapped" : null };
    const vote = voteOnFlight(await next(), claim);
    votes.push(vote);
    if (vote.because !== null && vote.because !== "not-overlapped")
      return { verdict: "slow", votes, because: vote.because };
  }
}
