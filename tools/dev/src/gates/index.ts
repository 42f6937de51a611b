import { docLinks } from "./doc-links.ts";
import { exerciseProof } from "./exercise-proof.ts";
import { format } from "./format.ts";
import { commandGate, type Gate } from "./gate.ts";
import { generatedFiles } from "./generated-files.ts";
import { lockFile } from "./lock-file.ts";
import { packageCycles } from "./package-cycles.ts";
import { readmeExamples } from "./readme-examples.ts";
import { schemaDrift } from "./schema-drift.ts";
import { testsExist } from "./tests-exist.ts";
import { translations } from "./translations.ts";

const quiet = ["--output-logs=errors-only", "--no-color"];

/**
 * Everything that CI demands beside the tests, in the order in which it is run. What each of them catches is tried on planted
 * faults: `pnpm check:gates`.
 */
export const gates: readonly Gate[] = [
  // First: a fresh clone has no generated code, and the others read it.
  commandGate("generate", "a schema that no code can be made of", "turbo", "run", "generate", ...quiet),
  format,
  commandGate(
    "lint",
    "floating promises, switches with a hole, import cycles, any, !",
    "oxlint",
    "--type-aware",
    "--deny-warnings",
  ),
  commandGate(
    "types",
    "type errors, deep imports, words missing in a table",
    "turbo",
    "run",
    "types",
    "--continue=always",
    ...quiet,
  ),
  commandGate(
    "boundaries",
    "imports against the layers, or of undeclared packages",
    "turbo",
    "boundaries",
    "--no-color",
  ),
  commandGate("dead-code", "unused files, exports and dependencies", "knip", "--no-progress"),
  packageCycles,
  schemaDrift,
  generatedFiles,
  lockFile,
  translations,
  exerciseProof,
  testsExist,
  docLinks,
  readmeExamples,
];
