import { type AnyNode, parse } from "acorn";
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ReadyProgram, studentProgram, transform } from "../../src/index.ts";
import { childrenOf } from "../../src/transform/nodes.ts";
import { seamPackage } from "./seam.ts";

/** One place of the library's text, and what a mistake makes of it. */
export interface Planted {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const sources: Readonly<Record<string, string>> = {
  "@lockstep/sync": "sync/src/index.ts",
  "@lockstep/sync/seam": "sync/src/seam.ts",
  "@lockstep/sync/errors": "sync/src/errors.ts",
  "@lockstep/queue": "queue/src/index.ts",
  "@lockstep/futures/inbox": "futures/src/inbox.ts",
  "@lockstep/futures/task-block": "futures/src/task-block.ts",
};

/** Bundles a program with the real text of our primitives; what lies below them is the model's. */
async function bundled(program: string, planted: Planted | null): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, loader: "ts", resolveDir: "/" },
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    supported: { using: false, "optional-chain": false },
    define: { "import.meta.url": '"file:///lockstep/"' },
    plugins: [
      {
        name: "library",
        setup(plugin) {
          plugin.onResolve({ filter: /^@lockstep\// }, ({ path }) => {
            const source = sources[path];
            if (source === undefined) return { path, external: true };
            return { path: fileURLToPath(new URL(`../../../${source}`, import.meta.url)) };
          });
          if (!planted) return;
          plugin.onLoad({ filter: new RegExp(`/${planted.file}$`) }, async ({ path }) => {
            const before = await readFile(path, "utf8");
            if (!before.includes(planted.from)) throw new Error(`${planted.file} has no ${planted.from}`);
            return { contents: before.replace(planted.from, planted.to), loader: "ts" };
          });
        },
      },
    ],
  });
  // Nothing here answers a promise; private getters become methods, and new.target what it is here: the transform takes neither.
  const text = (outputFiles[0]?.text ?? "")
    .replaceAll("instanceof Promise", "instanceof WeakRef")
    .replaceAll("new.target", "this.constructor");
  const getters = new Set(Array.from(text.matchAll(/get #(\w+)\(\)/g), ([, name = ""]) => name));
  const plain = [...getters].reduce(
    (done, name) =>
      done
        .replaceAll(`get #${name}()`, `#${name}()`)
        .replaceAll(new RegExp(`this\\.#${name}\\b(?!\\()`, "g"), `this.#${name}()`),
    text,
  );
  return withoutAsync(plain);
}

/** Asynchronous functions of the library are left out: they can't be explored, and nothing here calls them. */
function withoutAsync(text: string): string {
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const visit = (node: AnyNode, owner: AnyNode | null): void => {
    const isFunction =
      node.type === "FunctionExpression" ||
      node.type === "FunctionDeclaration" ||
      node.type === "ArrowFunctionExpression";
    if (isFunction && node.async) {
      const start = owner?.type === "MethodDefinition" ? owner.start : node.start;
      const keyword = text.indexOf("async", start);
      edits.push({ start: keyword, end: keyword + "async".length, text: "" });
      edits.push({ start: node.body.start, end: node.body.end, text: '{ throw new Error("not here"); }' });
      return;
    }
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(parse(text, { ecmaVersion: "latest", sourceType: "module" }), null);
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}

/** A program over the inner steps of our primitives. */
export async function programInside(
  text: string,
  holds: (result: unknown) => boolean,
  planted: Planted | null = null,
): Promise<ReadyProgram> {
  const code = await bundled(text, planted);
  return studentProgram({
    modules: [{ name: "program", ...transform(code, { file: "program.ts" }) }],
    entry: "program",
    main: "main",
    // oxlint-disable-next-line no-eval -- our own text
    evaluate: (source) => (0, eval)(source),
    packages: (world) => ({ "@lockstep/memory/seam": seamPackage(world) }),
    invariant: holds,
  });
}
