import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { deviceOptions, environmentOptions, namespaceOptions, procStub, systemOptions } from "./bwrap.ts";
import { closingFirst, leakyDescriptors, withContent } from "./descriptors.ts";
import { endLaunched } from "./end-launched.ts";
import { bubblewrap, TOOL_PATH } from "./host-tools.ts";
import { guarded } from "./launch-guard.ts";
import { ProcessTree } from "./process-tree.ts";
import { filterNeeds, seccompFilter } from "./seccomp.ts";

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
  /** For a program that is not ours alone, such as one that runs an instructor's tests; absent: no filter, no bounds. */
  readonly wall?: ConfinedWall;
}

/** What holds a confined command beside its view. */
export interface ConfinedWall {
  /** Opened in the system-call filter beyond the narrowest profile, as in an exercise's manifest. */
  readonly needs: readonly string[];
  /** Anonymous and shared memory of all its processes; passed, it is killed. Looked at every quarter of a second. */
  readonly memoryBytesMax: number;
}

/** A command that is ready to be started. */
export interface ConfinedCommand {
  readonly file: string;
  readonly args: readonly string[];
  /**
   * Starts it with pipes on its two output streams, and on its input a pipe or nothing. `endLaunched` ends all its
   * processes, and so does the end of this process.
   */
  spawn(options?: { readonly input?: "pipe" | "ignore" }): ChildProcess;
}

const TEMPORARY_BYTES = 256 * 2 ** 20;
const SHARED_MEMORY_BYTES = 64 * 2 ** 20;
const HOME = "/home/judge";
const FILTER_DESCRIPTOR = 3;
const LOOK_MS = 250;
/** No core files, few descriptors, and no file larger than its scratch place. */
const LIMITS = `ulimit -c 0 && ulimit -n 1024 && ulimit -f ${TEMPORARY_BYTES / 512} || exit 122; exec "$@"`;
const SECRET_NAME = /^\.(?:git|data|env(?:\..*)?)$/;

/**
 * Confines a command of ours, such as the judge process: no network, no other process, no home, no environment but the
 * given. With a `wall` it also has the boxes' system-call filter and bounds; without, its program is trusted.
 * @throws {SandboxUnavailableError} when bubblewrap is not there.
 */
export function confineCommand(options: ConfinedCommandOptions): ConfinedCommand {
  const { command, readOnly, writable, env, wall } = options;
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
    wall ? ["--seccomp", String(FILTER_DESCRIPTOR)] : [],
    ["--", real, ...rest],
  ].flat();
  const bounded = wall ? ["/bin/sh", "-c", LIMITS, "sh"] : [];
  const [file = "", ...args] = [...closingFirst(leakyDescriptors()), ...bounded, bubblewrap(), ...boxed];
  return {
    file,
    args,
    // bubblewrap's environment is this, too: it is readable as that of the command's pid 1.
    spawn: ({ input = "ignore" } = {}) => {
      const start = (...filter: number[]) =>
        guarded(() =>
          spawn(file, args, {
            env: { PATH: TOOL_PATH },
            cwd: "/",
            stdio: [input, "pipe", "pipe", ...filter],
            detached: true,
          }),
        );
      return wall ? watched(withContent(seccompFilter(filterNeeds(wall.needs)), start), wall) : start();
    },
  };
}

/** Kills a command that takes more memory than it may. A spike between two looks is missed. */
function watched(child: ChildProcess, { memoryBytesMax }: ConfinedWall): ChildProcess {
  const timer = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const tree = new ProcessTree(child.pid);
    if (tree.residentBytes > memoryBytesMax && tree.proportionalBytes() > memoryBytesMax) endLaunched(child);
  }, LOOK_MS);
  timer.unref();
  child.once("exit", () => clearInterval(timer));
  child.once("error", () => clearInterval(timer));
  return child;
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
