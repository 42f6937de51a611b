import { bundle, type Bundled, studentPackages } from "@lockstep/catalog";
import type { ExercisePack, Language, SourceFile } from "@lockstep/contracts";

/** Bundles a student's files for the box. Files that the exercise has no place for are an error of their own. */
export async function compile(pack: ExercisePack, language: Language, files: readonly SourceFile[]): Promise<Bundled> {
  const form = pack.manifest.languages[language];
  if (!form || language !== "typescript") {
    return failed(files[0]?.path ?? "", `The exercise ${pack.slug} does not exist in ${language}.`);
  }
  if (!files.some((file) => file.path === form.entry)) {
    return failed(form.entry, `The file ${form.entry} is missing. The exercise asks for: ${form.files.join(", ")}.`);
  }
  return bundle({ name: "student", entry: form.entry, files, packages: studentPackages });
}

function failed(file: string, message: string): Bundled {
  return { kind: "errors", errors: [{ file, line: 1, column: 1, message }] };
}
