import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Another `dev` runs in this checkout. */
export class AlreadyRunningError extends Error {
  readonly code = "already-running";
  constructor(pid: number, address: string) {
    super(`already running (pid ${pid}) at ${address}`);
    this.name = "AlreadyRunningError";
  }
}

interface Holder {
  readonly pid: number;
  /** When the process began, as the system counts; a pid alone may be somebody else's by now. */
  readonly began: string;
  readonly address: string;
}

/** A lock that is free again when its holder is gone, however it went. */
export interface DevLock {
  release(): void;
}

/** @throws {AlreadyRunningError} */
export function takeDevLock(file: string, address: string): DevLock {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, began: beganOf(process.pid) ?? "", address } satisfies Holder);
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const holder = readHolder(file);
    if (holder && beganOf(holder.pid) === holder.began) throw new AlreadyRunningError(holder.pid, holder.address);
    removeStale(file);
  }
}

/**
 * Removes the lock of one who was killed together with his watchdog. Two who start at once may both have found it stale, and
 * the slower one must not remove what the faster one has taken meanwhile: so it is moved aside first, looked at there, and
 * put back where it is not stale any more.
 */
function removeStale(file: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // somebody else was faster
  }
  const holder = readHolder(aside);
  try {
    if (holder && beganOf(holder.pid) === holder.began) linkSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    if (!("pid" in value) || !("began" in value) || !("address" in value)) return undefined;
    return { pid: Number(value.pid), began: String(value.began), address: String(value.address) };
  } catch {
    return undefined; // half written, or gone in between
  }
}

/** Undefined where there is no such process; an empty text where the system does not tell when it began. */
function beganOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : fields[18];
  } catch {
    return "";
  }
}
