import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exercisesFolder } from "../src/exercise-folder.ts";

/** How one call of the command line ended. */
export interface CallResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(import.meta.dirname, "../src/main.ts");
type CommandLine = (file: string, ...args: readonly string[]) => readonly [string, readonly string[]];

/** Calls `lockstep` as a shell would. */
export function lockstep(...args: readonly string[]): Promise<CallResult> {
  return lockstepOn((file, ...rest) => [file, rest], args);
}

/**
 * Calls `lockstep` by another command line, such as one that stands for another machine.
 * @param onOutput Told of the process and all of its standard output so far, whenever there is more.
 */
export function lockstepOn(
  commandLine: CommandLine,
  args: readonly string[],
  onOutput: (child: ChildProcess, stdout: string) => void = () => {},
): Promise<CallResult> {
  const [file, rest] = commandLine(process.execPath, program, ...args);
  const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => onOutput(child, (stdout += String(chunk))));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (stderr += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Folder of a solution of `ticket-office`. */
export function solutionOf(path: string): string {
  return join(exercisesFolder, "ticket-office/solutions", path);
}

/** A file `office.ts` in a folder of its own; gone with `using`. */
export function openOffice(text: string): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-cli-test-"));
  const path = join(folder, "office.ts");
  writeFileSync(path, text);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
