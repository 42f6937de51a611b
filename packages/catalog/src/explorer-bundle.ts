import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CompileError, ExplorableModule, SourceFile } from "@lockstep/contracts";
// Not the whole of the package: the compiling process begins with this.
import { type Place, RefusedError, transform } from "@lockstep/interleave/transform";
import { buildFiles, NAMESPACE } from "./bundle.ts";

export type ForExplorer =
  | { readonly kind: "ready"; readonly module: ExplorableModule }
  | { readonly kind: "errors"; readonly errors: readonly CompileError[] };

/**
 * Turns TypeScript files into one module for the explorer, with the places of its steps in the student's files. Never
 * throws for the text of a student: what doesn't compile, and what can't be explored, is answered with line and column.
 * @param options.firstSite modules of one program need numbers of sites that don't overlap.
 */
export async function bundleForExplorer(options: {
  readonly name: string;
  readonly entry: string;
  readonly files: readonly SourceFile[];
  readonly packages: readonly string[];
  readonly firstSite?: number;
}): Promise<ForExplorer> {
  const { name, entry, firstSite = 0 } = options;
  const supported = { using: false, "optional-chain": false };
  const built = await buildFiles(options, { format: "esm", target: "esnext", supported });
  if (built.kind === "errors") return built;
  const map = new TraceMap(built.map);
  const originalOf = (line: number, column: number): Place | null => {
    const found = originalPositionFor(map, { line, column: column - 1 });
    return found.source === null
      ? null
      : { file: found.source.replace(`${NAMESPACE}:`, ""), line: found.line, column: found.column + 1 };
  };
  try {
    const { code, sites, exports } = transform(built.code, { file: entry, originalOf, firstSite, isTimed: true });
    return { kind: "ready", module: { name, code, sites: [...sites], firstSite, exports: [...exports] } };
  } catch (cause) {
    if (cause instanceof RefusedError) return { kind: "errors", errors: [refused(cause, entry)] };
    throw cause;
  }
}

function refused({ place, because }: RefusedError, entry: string): CompileError {
  return { file: place?.file ?? entry, line: place?.line ?? 1, column: place?.column ?? 1, message: because };
}
