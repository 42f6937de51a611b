import { build } from "esbuild";

/** TypeScript as a module text for a box, the way the catalogue makes it. */
export async function moduleText(name: string, file: string, source: string): Promise<{ name: string; code: string }> {
  const { outputFiles } = await build({
    stdin: { contents: source, sourcefile: file, loader: "ts" },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "neutral",
    target: "node24",
    keepNames: true,
    sourcemap: "inline",
    sourcesContent: false,
    external: ["@lockstep/*"],
    define: { "import.meta.main": "__lockstepMain" },
  });
  return { name, code: outputFiles[0]?.text ?? "" };
}
