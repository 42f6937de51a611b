import { spawnSync } from "node:child_process";
import { searchPath } from "../paths.ts";

/** One thing that must hold in the repository, looked at by itself. */
export interface Gate {
  /** As it is typed: `pnpm check <name>`. */
  readonly name: string;
  /** What it keeps out, in a few words. */
  readonly keepsOut: string;
  /** Looks at the checkout in `root`. Empty where all is well; otherwise what is wrong, and what to do. */
  readonly run: (root: string) => string;
}

/** A gate that is a command of another program. */
export function commandGate(name: string, keepsOut: string, file: string, ...args: readonly string[]): Gate {
  return { name, keepsOut, run: (root) => runCommand(root, file, args) };
}

/** Runs a command to its end in the checkout, or in a folder of it. Empty where it succeeded; otherwise all that it said. */
export function runCommand(folder: string, file: string, args: readonly string[]): string {
  const env = {
    ...process.env,
    PATH: searchPath(folder),
    TURBO_TELEMETRY_DISABLED: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const done = spawnSync(file, args, { cwd: folder, env, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
  if (done.status === 0) return "";
  return `${done.stdout ?? ""}${done.stderr ?? ""}${done.error?.message ?? ""}`.trim() || `code ${done.status}`;
}
