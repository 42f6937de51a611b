/** Claims and statistics alone, for whoever runs nothing: it doesn't load the simulation. */
export { type CountedThread, isAccountedFor } from "../paced/audit.ts";
export { type Decided, decideByRounds, type PacedPair } from "../paced/decide.ts";
export { cpuTimeMs, type PacedFigures, type PacedVote, voteOn } from "../paced/vote.ts";
export { type Cost, exponentOf, growsAtMost, growthExponent, type Order } from "../statistics/growth.ts";
export { type Proportion, proportion } from "../statistics/proportion.ts";
export { median } from "../statistics/quantile.ts";
export {
  decided,
  errorOfLead,
  LEAD_RULE,
  type LeadRule,
  type TimingVerdict,
  type Vote,
} from "../statistics/sequential.ts";
export {
  type DecidedFlights,
  decideFlights,
  type FlightBecause,
  type FlightClaim,
  type FlightRound,
  type FlightVote,
  voteOnFlight,
} from "./flight.ts";
export { amdahl, serialPartOf, slowBecause, type SlowBecause, type SpeedUp, speedUpOf } from "./speed-up.ts";
