import { build, transformSync } from "esbuild";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { transform } from "../src/index.ts";

/** The explorer in one script, as a page or a web worker would load it. */
async function bundled(): Promise<{ readonly text: string; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL("../src/index.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "iife",
    globalName: "explorer",
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

test("it runs where there is nothing of Node: a program is transformed and explored by one script", async () => {
  const { text, inputs } = await bundled();
  const program = transformSync(
    `import { Cell } from "@lockstep/memory"; import { Thread } from "@lockstep/threading"; const c = new Cell();
     export function add() { c.store(c.load() + 1); }
     export function main() { const ts = [add, add].map((target) => new Thread({ target })); for (const t of ts) t.start(); for (const t of ts) t.join(); return c.load(); }`,
    { loader: "ts", format: "esm" },
  ).code;
  // A context of the language alone, with what every page and worker has beside it.
  const page = createContext({ TextEncoder, program });
  runInContext(text, page);
  const found: unknown = runInContext(
    `const modules = [{ name: "program", ...explorer.transform(program, { file: "program.ts" }) }];
     const { coverage, ends } = explorer.explore(explorer.studentProgram({ modules, entry: "program", main: "main", evaluate: (code) => (0, eval)(code) }), { collect: true });
     JSON.stringify([coverage.kind, ends.map(({ ending }) => ending.result).sort()])`,
    page,
  );

  expect(inputs.filter((path) => path.startsWith("node:"))).toEqual([]);
  expect(found).toBe('["complete",["1","2"]]');
  expect(transform(program, { file: "program.ts" }).exports).toEqual(["add", "main"]);
});
