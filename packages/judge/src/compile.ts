import { bundle, type Bundled, studentPackages } from "@lockstep/catalog";
import type { Grading } from "./judge.ts";

/** Bundles a student's files for the box. A missing file is told like an error of the compiler. */
export async function compile({ pack, language, files, purpose }: Grading): Promise<Bundled> {
  const form = pack.manifest.languages[language];
  if (!form || language !== "typescript") {
    return failed(files[0]?.path ?? "", `The exercise ${pack.slug} does not exist in ${language}.`);
  }
  // A program is whatever was sent; its first file is the one that runs.
  const entry = purpose === "program" ? (files[0]?.path ?? form.entry) : form.entry;
  if (!files.some((file) => file.path === entry)) {
    return failed(entry, `The file ${entry} is missing. The exercise asks for: ${form.files.join(", ")}.`);
  }
  return bundle({ name: "student", entry, files, packages: studentPackages });
}

function failed(file: string, message: string): Bundled {
  return { kind: "errors", errors: [{ file, line: 1, column: 1, message }] };
}
