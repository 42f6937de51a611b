/** What benchmarks are written with: `@lockstep/dev/bench`. */
export { loadPeer } from "./bench-peers.ts";
export { type Bench, type BenchRow, byTurns, quantile, rowOf, type Turns } from "./bench-row.ts";
