export { bundle, type Bundled, scenarioPackages, studentPackages } from "./bundle.ts";
export { bundleForExplorer, type ForExplorer } from "./explorer-bundle.ts";
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
