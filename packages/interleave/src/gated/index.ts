/** Exploring on real threads: needs workers, so it doesn't run in a browser. */
export { confirm, type Confirmation } from "./confirm.ts";
export { exploreGated, type GatedExploreOptions, type GatedReplay, replayGated } from "./explore-gated.ts";
export { type GatedOptions, type GatedProgram, gatedProgram } from "./gated-program.ts";
export { type Disagreement, type GatedProof, proveGated } from "./prove-gated.ts";
