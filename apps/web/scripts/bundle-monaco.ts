import { join } from "node:path";
import { build } from "esbuild";
import { packageTypes } from "./package-types.ts";

/*
 * Bundles the editor into `public/monaco`, which the page loads as it is: Next's bundler never sees these 11 MB.
 * The types of our packages go in from the compiler; nobody writes them by hand.
 */
const root = join(import.meta.dirname, "..");
const types = await packageTypes(join(root, "..", ".."));

await build({
  absWorkingDir: root,
  entryPoints: {
    editor: "editor/entry.ts",
    "ts.worker": "monaco-editor/languages/features/typescript/ts.worker.js",
    "editor.worker": "monaco-editor/editor/editor.worker.js",
  },
  outdir: "public/monaco",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  loader: { ".ttf": "file" },
  logLevel: "warning",
  plugins: [
    {
      name: "package-types",
      setup: (bundler) => {
        bundler.onResolve({ filter: /^lockstep:package-types$/ }, ({ path }) => ({ path, namespace: "package-types" }));
        bundler.onLoad({ filter: /.*/, namespace: "package-types" }, () => ({
          contents: JSON.stringify(types),
          loader: "json",
        }));
      },
    },
  ],
});
process.stdout.write(`The editor is in public/monaco, with ${Object.keys(types).length} declaration files.\n`);
