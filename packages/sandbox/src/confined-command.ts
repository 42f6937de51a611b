import type { ChildProcess } from "node:child_process";

/** What a confined command may see. Whatever is not listed does not exist for it. */
export interface ConfinedCommandOptions {
  /** Program and arguments. The program's own file is made visible. */
  readonly command: readonly [string, ...string[]];
  /** Folders and files it may read, at the same path. */
  readonly readOnly: readonly string[];
  /** Folders it may write to, at the same path; also where unix sockets of the parent lie. */
  readonly writable: readonly string[];
  /** Its whole environment, beside PATH, HOME, TMPDIR and LANG. */
  readonly env: Readonly<Record<string, string>>;
}

/** A command that is ready to be started. */
export interface ConfinedCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Starts it with pipes on its two output streams and nothing on its input. SIGKILL to the child ends all its processes. */
  spawn(): ChildProcess;
}

/**
 * Confines a command of ours, such as the judge process: no network, no other process, no home, no environment but the given.
 * @throws {SandboxUnavailableError} when bubblewrap is not there.
 */
export function confineCommand(_options: ConfinedCommandOptions): ConfinedCommand {
  throw new Error("not built yet");
}
