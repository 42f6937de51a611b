import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { deviceOptions, environmentOptions, namespaceOptions, procStub, systemOptions } from "./bwrap.ts";
import { closingFirst, leakyDescriptors } from "./descriptors.ts";
import { bubblewrap, TOOL_PATH } from "./host-tools.ts";

/** What a confined command may see. Whatever is not listed does not exist for it. */
export interface ConfinedCommandOptions {
  /** Program and arguments. The program's own file is made visible. */
  readonly command: readonly [string, ...string[]];
  /**
   * Folders and files it may read, at the same path. What lies directly in such a folder and often holds secrets or
   * data is hidden: `.git`, `.data`, and every `.env` file.
   */
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
  /**
   * Starts it with pipes on its two output streams, and on its input a pipe or nothing. SIGKILL to the child ends all
   * its processes, and so does the end of this process.
   */
  spawn(options?: { readonly input?: "pipe" | "ignore" }): ChildProcess;
}

const TEMPORARY_BYTES = 256 * 2 ** 20;
const SHARED_MEMORY_BYTES = 64 * 2 ** 20;
const HOME = "/home/judge";
const SECRET_NAME = /^\.(?:git|data|env(?:\..*)?)$/;

/**
 * Confines a command of ours, such as the judge process: no network, no other process, no home, no environment but the
 * given. Unlike a box it has no system-call filter and no limits: its program is trusted, its input is not.
 * @throws {SandboxUnavailableError} when bubblewrap is not there.
 */
export function confineCommand(options: ConfinedCommandOptions): ConfinedCommand {
  const { command, readOnly, writable, env } = options;
  const [program, ...rest] = command;
  const real = realpathSync(program);
  const boxed = [
    ...namespaceOptions(true),
    ...environmentOptions({ PATH: "/usr/bin", HOME, TMPDIR: "/tmp", LANG: "C.UTF-8", ...env }),
    ...systemOptions(),
    ...deviceOptions(SHARED_MEMORY_BYTES),
    ...procStub(real),
    ["--size", String(TEMPORARY_BYTES), "--tmpfs", "/tmp", "--dir", HOME],
    // After /tmp, which some of these lie in.
    ["--ro-bind", real, real],
    ...readOnly.flatMap((path) => ["--ro-bind", path, path]),
    ...readOnly.flatMap(hidden),
    ...writable.flatMap((path) => ["--bind", path, path]),
    ["--remount-ro", "/", "--chdir", HOME],
    ["--", real, ...rest],
  ].flat();
  const [file = "", ...args] = [...closingFirst(leakyDescriptors()), bubblewrap(), ...boxed];
  return {
    file,
    args,
    // bubblewrap's environment is this, too: it is readable as that of the command's pid 1.
    spawn: ({ input = "ignore" } = {}) =>
      spawn(file, args, { env: { PATH: TOOL_PATH }, cwd: "/", stdio: [input, "pipe", "pipe"] }),
  };
}

/** An empty folder, or nothing, in the place of what must not be seen. */
function hidden(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => SECRET_NAME.test(entry.name))
    .flatMap((entry) => {
      const place = join(path, entry.name);
      return entry.isDirectory() ? ["--size", "4096", "--tmpfs", place] : ["--ro-bind", "/dev/null", place];
    });
}
