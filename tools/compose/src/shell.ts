import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where and with what a command is run. */
export interface ShellOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A command failed; it has said why. */
export class CommandError extends Error {
  readonly code = "command";

  constructor(command: readonly string[], status: number | null) {
    super(`${command.join(" ")} ended with ${status ?? "a signal"}.`);
    this.name = "CommandError";
  }
}

/** Runs a command to its end, its words on our output. @throws {CommandError} */
export function run(command: readonly [string, ...string[]], options: ShellOptions = {}): void {
  const [file, ...args] = command;
  const { status } = spawnSync(file, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new CommandError(command, status);
}

/** What a command prints; null where it failed. */
export function outputOf(command: readonly [string, ...string[]], options: ShellOptions = {}): string | null {
  const [file, ...args] = command;
  const done = spawnSync(file, args, { ...options, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return done.status === 0 ? done.stdout : null;
}

/** Whether a program is on PATH. */
export function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
