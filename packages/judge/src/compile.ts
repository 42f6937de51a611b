import type { Bundled } from "@lockstep/catalog/bundle";
import { compileApart } from "./compile-process.ts";
import type { Grading } from "./judge.ts";

/**
 * Bundles a student's files for the box. A missing file is told like an error of the compiler, and so is a text that the
 * compiler can't cope with.
 * @throws {CompileProcessError} when our side failed.
 */
export async function compile({ pack, language, files, purpose }: Grading, signal?: AbortSignal): Promise<Bundled> {
  const form = pack.manifest.languages[language];
  if (!form || language !== "typescript") {
    return failed(files[0]?.path ?? "", `The exercise ${pack.slug} does not exist in ${language}.`);
  }
  // A program is whatever was sent; its first file is the one that runs.
  const entry = purpose === "program" ? (files[0]?.path ?? form.entry) : form.entry;
  if (!files.some((file) => file.path === entry)) {
    return failed(entry, `The file ${entry} is missing. The exercise asks for: ${form.files.join(", ")}.`);
  }
  const answer = await compileApart({ entry, files }, signal);
  if (answer.kind !== "too-hard") return answer;
  return failed(
    entry,
    "These files take the compiler more time or memory than it is given. Look for expressions nested many times over, or constants made of constants.",
  );
}

function failed(file: string, message: string): Bundled {
  return { kind: "errors", errors: [{ file, line: 1, column: 1, message }] };
}
