import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProgramName } from "./program-name.ts";

// Not `new URL("../programs/…", import.meta.url)`: a bundler takes that form for an asset and moves the file.
const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "programs");

/** The source of a program, as the lesson shows it and as it is run. On the server only. */
export async function readProgram(name: ProgramName): Promise<string> {
  return readFile(join(folder, `${name}.ts`), "utf8");
}

/** What the program printed in one real run, for visitors who can't run it. Say that it is one run: others differ. */
export async function readRecordedOutput(name: ProgramName): Promise<string> {
  return readFile(join(folder, `${name}.output.txt`), "utf8");
}
