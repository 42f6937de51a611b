import { exerciseNamed } from "../exercise-folder.ts";
import { openWorkspace } from "../workspace.ts";
import { grade } from "./grade.ts";

/** Runs the visible tests of an exercise on the files of a folder that `get` made; here, in the sandbox of this machine. */
export async function test(command: { readonly folder: string }): Promise<number> {
  const { exercise, folder, version } = await openWorkspace(command.folder);
  const { pack } = await exerciseNamed(exercise);
  if (pack.version !== version)
    process.stderr.write(
      `This checkout has ${exercise} in another version than the one you got, and its visible tests are run. A site may ask something else; \`submit\` says whether it does.\n`,
    );
  return grade({ slug: exercise, path: folder, reporter: "pretty", seed: undefined, purpose: "run" });
}
