import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Something of the machine that this process has to itself until it gives it back or ends, however it ends. */
export interface Lease {
  readonly name: string;
  release(): void;
}

/** Exit code of the script when nothing was free in time. */
const NOTHING_FREE = 255;
/** `exit` has eight bits, and the place of the lock travels in it. */
const CANDIDATES_MAX = 200;
const WAIT_SECONDS = 0.25;

/**
 * Tries each descriptor without waiting, then waits a moment for the first. `flock` locks the open file description,
 * which is shared with the parent: when the command has ended, the lock stays until the parent closes its descriptor
 * or dies. So there is never a stale lock to judge.
 */
const SCRIPT = `
first=$1; place=0
for descriptor in "$@"; do
  flock --nonblock $descriptor && exit $place
  place=$((place + 1))
done
flock --timeout ${WAIT_SECONDS} $first && exit 0
exit ${NOTHING_FREE}`;

/** Folder of the lock files: the machine's own where it can be written, so that every runner meets the others there. */
export function leaseFolder(): string {
  try {
    accessSync("/run/lock", constants.W_OK);
    return "/run/lock/lockstep";
  } catch {
    return join(tmpdir(), "lockstep");
  }
}

/** Opens a lock file that any user may lock; for that, reading it is enough. */
function openLock(folder: string, name: string): number {
  const file = join(folder, name);
  const reading = constants.O_RDONLY | constants.O_NOFOLLOW;
  try {
    // Without O_CREAT first: in a sticky folder the kernel refuses it on another user's file (fs.protected_regular).
    return openSync(file, reading);
  } catch {
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o1777);
  }
  try {
    return openSync(file, reading | constants.O_CREAT | constants.O_EXCL, 0o444);
  } catch {
    return openSync(file, reading); // another process made it meanwhile
  }
}

/**
 * Leases one of the named things, machine-wide; null when all stayed taken for a quarter of a second. Which one is
 * waited for is random; there is no queue between processes.
 * @throws when the lock folder or `flock` can't be used.
 */
export async function leaseOne(names: readonly string[], folder = leaseFolder()): Promise<Lease | null> {
  const start = Math.floor(Math.random() * names.length);
  const turned = [...names.slice(start), ...names.slice(0, start)].slice(0, CANDIDATES_MAX);
  const open = new Map<string, number>();
  try {
    for (const name of turned) open.set(name, openLock(folder, name));
    const descriptors = [...open.values()];
    const child = spawn("/bin/sh", ["-c", SCRIPT, "sh", ...descriptors.map((_, place) => String(place + 3))], {
      stdio: ["ignore", "ignore", "ignore", ...descriptors],
      env: { PATH: "/usr/bin:/bin" },
    });
    const [code] = await once(child, "exit");
    if (code === NOTHING_FREE) return null;
    const name = typeof code === "number" ? turned[code] : undefined;
    const descriptor = name === undefined ? undefined : open.get(name);
    if (name === undefined || descriptor === undefined) throw new Error(`flock ended with ${String(code)}`);
    open.delete(name);
    return leaseOf(name, descriptor);
  } finally {
    for (const descriptor of open.values()) closeSync(descriptor);
  }
}

function leaseOf(name: string, descriptor: number): Lease {
  let held = true;
  return {
    name,
    release: () => {
      if (held) closeSync(descriptor);
      held = false;
    },
  };
}
