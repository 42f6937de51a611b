import { transformSync } from "esbuild";
import { explore, type ExploreOptions, type ReadyProgram, studentProgram, transform } from "../../src/index.ts";

/** A program to explore, from TypeScript: `main` is called, and `invariant` looks at what it returns. */
export function programOf(text: string, invariant?: (result: unknown) => boolean): ReadyProgram {
  const { code } = transformSync(text, {
    loader: "ts",
    format: "esm",
    target: "esnext",
    supported: { using: false, "optional-chain": false },
  });
  return studentProgram({
    modules: [{ name: "program", ...transform(code, { file: "program.ts" }) }],
    entry: "program",
    main: "main",
    // oxlint-disable-next-line no-eval -- texts of tests
    evaluate: (source) => (0, eval)(source),
    ...(invariant && { invariant }),
  });
}

export function explored(text: string, invariant?: (result: unknown) => boolean, options: ExploreOptions = {}) {
  return explore(programOf(text, invariant), options);
}

/** Every schedule, and every end that there is. */
export const all = { bounds: [], collect: true, samples: 0 } satisfies ExploreOptions;

/** How a program can end, explored with all reductions, and with none. */
export function endsBothWays(text: string) {
  const nothing = { ...all, raceDriven: false, cache: false, sleepSets: false, symmetry: false };
  return [all, nothing].map((options) => {
    const { coverage, ends } = explored(text, undefined, options);
    return { coverage: coverage.kind, ends: ends.map(({ ending }) => ending.key).toSorted() };
  });
}
