export { type Ending, endingOf, type EndingKind, type Stuck } from "./ending.ts";
export { type Coverage, explore, type Exploration, type ExploreOptions, type Found } from "./explore.ts";
export { BadProgramError, type Program, type Steps, type ThreadBody } from "./program.ts";
export type { Race } from "./race-detector.ts";
export type { Deviation, Replay } from "./replay.ts";
export { Memory } from "./memory.ts";
export { GO, Model, TIME_OUT } from "./model.ts";
export { compareOutcomes, exploreOutcomes, type Outcome, type OutcomeComparison, type Outcomes } from "./outcomes.ts";
export { knowing, type LocalState, type Operation, type OperationKind } from "./operation.ts";
export type { Rule, RuleState } from "./rule.ts";
export type {
  AtomicCell,
  ConditionOf,
  Guarded,
  Permits,
  PlainCell,
  Shared,
  SharedKind,
  ThreadObject,
} from "./shared.ts";
export { type Replayed, type ReplayedEvent, replayOf } from "./trace.ts";
export { Clock } from "./shared.ts";
export type { ThreadState } from "./thread-state.ts";
export { type ProgramModule, type ProgramOptions, type ReadyProgram, studentProgram } from "./run/student-program.ts";
export type { Thrown } from "./run/thread-run.ts";
export { type Place, RefusedError } from "./transform/refused.ts";
export { transform, type Transformed, type TransformOptions } from "./transform/transform.ts";
