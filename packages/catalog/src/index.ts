export { bundle, type Bundled, scenarioPackages, studentPackages } from "./bundle.ts";
export { bundleForExplorer, type ForExplorer } from "./explorer-bundle.ts";
export { type LooseEnds, looseEnds } from "./loose-ends.ts";
export { beginExercise, type NewExercise } from "./new-exercise.ts";
export {
  InvalidExerciseError,
  NotTextError,
  readCatalog,
  readExercise,
  readModelSolutions,
  readSolutions,
  readSourceFolder,
  type Solution,
} from "./read-exercise.ts";
