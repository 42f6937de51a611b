export type { Ending, EndingKind, Stuck } from "./ending.ts";
export { type Coverage, explore, type Exploration, type ExploreOptions, type Found } from "./explore.ts";
export { BadProgramError, type Program, type Steps, type ThreadBody } from "./program.ts";
export type { Race } from "./race-detector.ts";
export type { Deviation, Replay } from "./replay.ts";
export {
  type AtomicCell,
  type ConditionOf,
  knowing,
  Memory,
  type Operation,
  type OperationKind,
  type Permits,
  type PlainCell,
  type Shared,
  type SharedKind,
} from "./shared.ts";
export { type Replayed, replayOf } from "./trace.ts";
