export * from "./claims/index.ts";
export type { Span, Spent, ThreadActivity } from "./virtual/account.ts";
export { type Costs, SMALL_COSTS, TICKS_PER_MS } from "./virtual/costs.ts";
export { timelines } from "./virtual/timeline.ts";
export {
  type InFlight,
  runOnVirtualCores,
  type VirtualOptions,
  type VirtualRun,
  type VirtualThread,
} from "./virtual/run-on-virtual-cores.ts";
