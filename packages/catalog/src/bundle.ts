import type { BoxModule, CompileError, SourceFile } from "@lockstep/contracts";
import { build as esbuild, type BuildFailure, type BuildOptions, type Message, type Plugin } from "esbuild";
import { posix } from "node:path";

/** Packages that a student may import. Everything else is refused with the list. */
export const studentPackages = [
  "@lockstep/futures",
  "@lockstep/memory",
  "@lockstep/queue",
  "@lockstep/sync",
  "@lockstep/threading",
] as const;

/** Packages that a scenario may import: those of the student, and the scenario's own. */
export const scenarioPackages = [...studentPackages, "@lockstep/sandbox/scenario"] as const;

export type Bundled =
  | { readonly kind: "bundled"; readonly module: BoxModule }
  | { readonly kind: "errors"; readonly errors: readonly CompileError[] };

/**
 * Turns TypeScript files into one CommonJS text with an inline source map, without touching the disk: the files come from
 * `files`, packages stay as `require` calls. Never throws for the text of a student; answers the errors with line and column.
 * `import.meta.main` becomes the identifier `__lockstepMain`, which the realm provides.
 */
export async function bundle(options: {
  readonly name: string;
  readonly entry: string;
  readonly files: readonly SourceFile[];
  readonly packages: readonly string[];
}): Promise<Bundled> {
  const built = await buildFiles(options, { format: "cjs", target: "node24", keepNames: true });
  if (built.kind === "errors") return built;
  return { kind: "bundled", module: { name: options.name, code: withSourceMap(built.code, built.map) } };
}

/** A student's files in one text, and the map back to them; or what the compiler says. */
type Built =
  | { readonly kind: "built"; readonly code: string; readonly map: string }
  | { readonly kind: "errors"; readonly errors: readonly CompileError[] };

/** What every bundle of a student's files has in common; `form` is what the one who runs it needs. */
export async function buildFiles(
  { name, entry, files, packages }: Parameters<typeof bundle>[0],
  form: BuildOptions,
): Promise<Built> {
  try {
    const result = await esbuild({
      entryPoints: [entry],
      bundle: true,
      write: false,
      outfile: `${name}.js`,
      platform: "neutral",
      sourcemap: "external",
      sourcesContent: false,
      legalComments: "none",
      charset: "utf8",
      logLevel: "silent",
      define: { "import.meta.main": "__lockstepMain" },
      plugins: [virtualFiles(entry, files, packages)],
      ...form,
    });
    const textOf = (isMap: boolean) =>
      result.outputFiles?.find((file) => file.path.endsWith(".map") === isMap)?.text ?? "";
    return { kind: "built", code: textOf(false), map: textOf(true) };
  } catch (cause) {
    if (!isBuildFailure(cause)) throw cause;
    return { kind: "errors", errors: cause.errors.slice(0, 20).map((message) => compileError(message, entry)) };
  }
}

export const NAMESPACE = "files";

/** Answers imports from the given files only. */
function virtualFiles(entry: string, files: readonly SourceFile[], packages: readonly string[]): Plugin {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const find = (path: string) => [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => texts.has(candidate));
  return {
    name: "virtual-files",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") {
          return texts.has(entry) ? { path: entry, namespace: NAMESPACE } : refuse(`The file ${entry} is missing.`);
        }
        if (kind !== "import-statement") {
          return refuse(
            `Only import statements at the top of a file can load a module; "${path}" is asked for by ${kind}.`,
          );
        }
        if (packages.includes(path)) return { path, external: true };
        if (/^\.\.?\//.test(path)) {
          const found = find(posix.join(posix.dirname(importer), path));
          return found
            ? { path: found, namespace: NAMESPACE }
            : refuse(`There is no file "${path}" beside ${importer}. The files are: ${[...texts.keys()].join(", ")}.`);
        }
        return refuse(`"${path}" can't be imported here. What can be: ${packages.join(", ")}, and your own files.`);
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: texts.get(path) ?? "",
        loader: path.endsWith(".json") ? "json" : "ts",
      }));
    },
  };
}

function refuse(text: string) {
  return { errors: [{ text }] };
}

/** The map names files as a student knows them, without esbuild's namespace. */
function withSourceMap(code: string, map: string): string {
  const parsed: { sources?: string[] } = JSON.parse(map);
  parsed.sources = (parsed.sources ?? []).map((source) => source.replace(`${NAMESPACE}:`, ""));
  const encoded = Buffer.from(JSON.stringify(parsed)).toString("base64");
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}

export function isBuildFailure(cause: unknown): cause is BuildFailure {
  return cause instanceof Error && "errors" in cause && Array.isArray(cause.errors);
}

function compileError(message: Message, entry: string): CompileError {
  const { location, text } = message;
  return {
    file: location?.file.replace(`${NAMESPACE}:`, "") ?? entry,
    line: location?.line ?? 1,
    column: (location?.column ?? 0) + 1,
    message: text.slice(0, 2000),
  };
}
