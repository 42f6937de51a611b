/** What an exercise's tests are written with. Import `test` and `expect` from vitest, the rest from here. */
export type { End } from "./box-answer.ts";
export type { Coverage, Exploration } from "./exploration.ts";
export { explore, type ExploreOptions } from "./explore.ts";
export { type Growth, growth, measure, type Measured, type MeasureOptions } from "./measure.ts";
export { measureThreads, type ThreadsOptions } from "./measure-threads.ts";
export { measureWaits, type WaitsOptions } from "./measure-waits.ts";
export type { Property } from "./matchers.ts";
export { random, type Random } from "./random.ts";
export { run, sample, type SampleOptions } from "./sample.ts";
export { scenario, type Scenario } from "./scenario.ts";
