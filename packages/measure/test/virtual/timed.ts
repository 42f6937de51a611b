import { type ReadyProgram, studentProgram, transform } from "@lockstep/interleave";
import { transformSync } from "esbuild";
import { runOnVirtualCores, type VirtualOptions, type VirtualRun } from "../../src/index.ts";

/** A timed program from TypeScript, whose `main` is called. */
export function timedProgram(text: string, args: readonly unknown[] = []): ReadyProgram {
  const { code } = transformSync(text, {
    loader: "ts",
    format: "esm",
    target: "esnext",
    supported: { using: false, "optional-chain": false },
  });
  return studentProgram({
    modules: [{ name: "program", ...transform(code, { file: "program.ts", isTimed: true }) }],
    entry: "program",
    main: "main",
    args,
    isTimed: true,
    // oxlint-disable-next-line no-eval -- texts of tests
    evaluate: (source) => (0, eval)(source),
  });
}

/** Runs it on virtual cores that ask nothing for operations, as theory does. */
export function timed(text: string, options: VirtualOptions & { readonly args?: readonly unknown[] }): VirtualRun {
  const { args = [], ...rest } = options;
  return runOnVirtualCores(timedProgram(text, args), { costs: { access: 0, operation: 0, wake: 0 }, ...rest });
}

export const parallelism = ({ workTicks, timeTicks }: VirtualRun): number => workTicks / timeTicks;
