export { bundle, type Bundled, scenarioPackages, studentPackages } from "./bundle.ts";
export {
  InvalidExerciseError,
  readCatalog,
  readExercise,
  readSolutions,
  readSourceFolder,
  type Solution,
} from "./read-exercise.ts";
