/** What an exercise's tests are written with. Import `test` and `expect` from vitest, the rest from here. */
export { random, type Random } from "./random.ts";
export { type End, type Exploration, explore, run, scenario, type Scenario } from "./scenario.ts";
export type { Property } from "./matchers.ts";
