import type { SourceFile } from "@lockstep/contracts";
import { transform } from "esbuild";
import { isBuildFailure } from "./bundle.ts";

/** What is no TypeScript in these files, with place. Files that other programs read are looked at here first, since those say it at length and again for each solution. */
export async function syntaxProblems(folder: string, files: readonly SourceFile[]): Promise<readonly string[]> {
  const found = await Promise.all(
    files.filter(({ path }) => path.endsWith(".ts")).map((file) => mistakesIn(folder, file)),
  );
  return found.flat();
}

async function mistakesIn(folder: string, { path, text }: SourceFile): Promise<readonly string[]> {
  try {
    await transform(text, { loader: "ts", logLevel: "silent" });
    return [];
  } catch (cause) {
    if (!isBuildFailure(cause)) throw cause;
    return cause.errors.map(
      ({ location, text: said }) => `${folder}/${path}:${location?.line ?? 1}:${(location?.column ?? 0) + 1} ${said}`,
    );
  }
}
