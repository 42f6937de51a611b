import { type Gate, runCommand } from "./gate.ts";

/** What the formatter advises, which is no command of this repository. */
const ADVICE = /Run without `--check` to fix\./;

/** Nothing stands otherwise than the formatter would write it. */
export const format: Gate = {
  name: "format",
  keepsOut: "files that `pnpm format:fix` would change",
  run: (root) => runCommand(root, "oxfmt", ["--check", "."]).replace(ADVICE, "Type `pnpm format:fix`."),
};
