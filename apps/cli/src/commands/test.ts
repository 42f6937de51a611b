import { openWorkspace } from "../workspace.ts";
import { grade } from "./grade.ts";

/** Runs the visible tests of an exercise on the files of a folder that `get` made; here, in the sandbox of this machine. */
export async function test(command: { readonly folder: string }): Promise<number> {
  const { exercise, folder } = await openWorkspace(command.folder);
  return grade({ slug: exercise, path: folder, reporter: "pretty", seed: undefined, purpose: "run" });
}
