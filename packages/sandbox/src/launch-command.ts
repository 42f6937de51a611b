import { BOX } from "./bwrap.ts";
import { closingFirst, leakyDescriptors } from "./descriptors.ts";
import { bubblewrap, findTool } from "./host-tools.ts";
import { SandboxUnavailableError } from "./unavailable.ts";

/** Descriptors as the child has them: 0 nothing, 1 and 2 output, 3 the channel. The rest is bubblewrap's own. */
export const DESCRIPTOR = { channel: 3, options: 4, filter: 5, status: 6 } as const;

/** Limits that the launcher's shell sets for every process of a box. */
export interface LaunchLimits {
  readonly cpuTimeMs: number;
  readonly memoryBytes: number;
  readonly processes: number;
}

/** How the command of one box is put together. */
export interface LaunchCommand {
  readonly limits: LaunchLimits;
  /** Files of the control groups to join; empty without groups. */
  readonly joinFiles: readonly string[];
  /** User to become; null when the runner is not root. */
  readonly uid: number | null;
  /** Cores to be pinned to; null for a box that is started ahead and pinned later. */
  readonly cores: readonly number[] | null;
}

const OPEN_FILES_MAX = 256;
/** Largest file a box may write: as much as its home holds. */
export const FILE_BYTES_MAX = 32 * 2 ** 20;
const BLOCK_BYTES = 512;
const LOCKED_MEMORY_KIB = 64;
/**
 * The limit per process lies above that of one request, which is watched from outside: it is the net below it. A box takes
 * another request only while what it has used so far fits in here.
 */
export const CPU_SECONDS_SPARE = 10;

/**
 * Joins the groups while still root, and sets limits that need no namespace. dash or any other `sh`; never bash, which
 * reads start files when its input is a socket.
 */
const PRELUDE = `
groups=$1; shift
while [ $groups -gt 0 ]; do echo 0 >"$1" || exit 121; shift; groups=$((groups - 1)); done
ulimit -c 0 && ulimit -n ${OPEN_FILES_MAX} && ulimit -f ${FILE_BYTES_MAX / BLOCK_BYTES} && ulimit -l ${LOCKED_MEMORY_KIB} && ulimit -t "$1" || exit 122
shift; exec "$@"`;

/** Set inside the box: there the limit counts the box's own processes, outside it counts all of one user's. */
const INNER = 'ulimit -p "$1" && shift && exec "$@"';

const leaky = leakyDescriptors();

/** @throws {SandboxUnavailableError} when a program of the system is missing. */
export function launchCommand({ limits, joinFiles, uid, cores }: LaunchCommand): readonly [string, ...string[]] {
  const drop =
    uid === null
      ? []
      : [
          required("setpriv"),
          ["--reuid", String(uid), "--regid", String(uid), "--clear-groups"],
          ["--bounding-set=-all", "--inh-caps=-all"],
        ].flat();
  const pin = cores === null ? [] : [required("taskset"), "-c", cores.join(",")];
  const cpuSeconds = Math.ceil(limits.cpuTimeMs / 1000) + CPU_SECONDS_SPARE;
  const prelude = ["/bin/sh", "-c", PRELUDE, "sh", String(joinFiles.length), ...joinFiles, String(cpuSeconds)];
  const box = [bubblewrap(), "--args", String(DESCRIPTOR.options), "--"];
  const inner = ["/bin/sh", "-c", INNER, "sh", String(limits.processes), ...interpreter(limits.memoryBytes)];
  const [file = "", ...args] = [...closingFirst(leaky), ...prelude, ...drop, ...pin, ...box, ...inner];
  return [file, ...args];
}

/**
 * The heap may grow to the whole limit, so that it is the group (or the sampler) that ends a box for memory, and not the
 * interpreter by an abort that could mean anything.
 */
function interpreter(memoryBytes: number): string[] {
  return [BOX.interpreter, `--max-old-space-size=${Math.floor(memoryBytes / 2 ** 20)}`, `${BOX.boot}/supervisor.mjs`];
}

function required(name: string): string {
  const path = findTool(name);
  if (path !== null) return path;
  throw new SandboxUnavailableError(
    `the program ${name} is missing`,
    "Install it: it comes with the package util-linux.",
  );
}
