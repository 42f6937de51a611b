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
seconds=$1; first=$2; place=0; shift
for descriptor in "$@"; do
  flock --nonblock $descriptor && exit $place
  place=$((place + 1))
done
[ $seconds = 0 ] || { flock --timeout $seconds $first && exit 0; }
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

/** Locks one of these files for the process, at the latest after a quarter of a second; which one, or null. */
export async function lockOne(descriptors: readonly number[], isPatient: boolean): Promise<number | null> {
  const numbers = descriptors.map((_, place) => String(place + 3));
  const child = spawn("/bin/sh", ["-c", SCRIPT, "sh", String(isPatient ? WAIT_SECONDS : 0), ...numbers], {
    stdio: ["ignore", "ignore", "ignore", ...descriptors],
    env: { PATH: "/usr/bin:/bin" },
  });
  const [code] = await once(child, "exit");
  if (code === NOTHING_FREE) return null;
  const descriptor = typeof code === "number" ? descriptors[code] : undefined;
  if (descriptor === undefined) throw new Error(`flock ended with ${String(code)}`);
  return descriptor;
}

/**
 * Leases one of the named things, machine-wide; null when all are taken: at once, or where it is patient after a quarter of
 * a second. Which one is waited for is random. Who is to come first is the business of a `LeaseQueue`.
 * @throws when the lock folder or `flock` can't be used.
 */
export async function leaseOne(
  names: readonly string[],
  folder = leaseFolder(),
  { isPatient = true }: { readonly isPatient?: boolean } = {},
): Promise<Lease | null> {
  const start = Math.floor(Math.random() * names.length);
  const turned = [...names.slice(start), ...names.slice(0, start)].slice(0, CANDIDATES_MAX);
  const open = new Map<number, string>();
  try {
    for (const name of turned) open.set(openLock(folder, name), name);
    const descriptor = await lockOne([...open.keys()], isPatient);
    const name = descriptor === null ? undefined : open.get(descriptor);
    if (descriptor === null || name === undefined) return null;
    open.delete(descriptor);
    return leaseOf(name, descriptor);
  } finally {
    for (const descriptor of open.keys()) closeSync(descriptor);
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
