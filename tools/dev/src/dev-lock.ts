import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Another `dev` runs in this checkout. */
export class AlreadyRunningError extends Error {
  readonly code = "already-running";
  constructor(pid: number, address: string) {
    super(`already running at ${address} (to end it: kill ${pid})`);
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
  /** Whether somebody held it who is gone without having released it. */
  readonly tookOver: boolean;
  release(): void;
}

/** @throws {AlreadyRunningError} */
export function takeDevLock(file: string, address: string): DevLock {
  mkdirSync(dirname(file), { recursive: true });
  const mine: Holder = { pid: process.pid, began: beganOf(process.pid) ?? "", address };
  for (let tookOver = false; ; tookOver = true) {
    if (create(file, mine)) return { tookOver, release: () => rmSync(file, { force: true }) };
    const text = textOf(file);
    const holder = holderIn(text);
    if (holder && lives(holder)) throw new AlreadyRunningError(holder.pid, holder.address);
    if (text !== undefined) removeStale(file, text, mine);
  }
}

/** Makes a lock file, whole from its first moment; false where there is one. */
function create(file: string, holder: Holder): boolean {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(holder));
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Removes the lock of one who was killed together with his watchdog. Of many who find it stale at once, a slow one must not
 * remove what a fast one has taken meanwhile: so only who holds a second lock may remove, and looks once more under it.
 */
function removeStale(file: string, text: string, mine: Holder): void {
  const removing = `${file}.removing`;
  if (create(removing, mine)) {
    try {
      if (textOf(file) === text) rmSync(file);
    } finally {
      rmSync(removing, { force: true });
    }
    return;
  }
  const remover = holderIn(textOf(removing));
  if (remover && !lives(remover)) rmSync(removing, { force: true });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // gone in between
  }
}

function holderIn(text = ""): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    if (!("pid" in value) || !("began" in value) || !("address" in value)) return undefined;
    return { pid: Number(value.pid), began: String(value.began), address: String(value.address) };
  } catch {
    return undefined; // not one of ours
  }
}

const lives = ({ pid, began }: Holder) => beganOf(pid) === began;

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
