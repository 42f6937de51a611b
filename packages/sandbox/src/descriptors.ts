import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownedName, ownerOf } from "./owned-name.ts";

const CLOSE_ON_EXEC = 0o2_000_000;
const STANDARD_LAST = 2;

/**
 * Descriptors of this process that a child would inherit. Node marks close-on-exec only the first sixteen and what
 * follows them without a gap; what the parent left open higher up leaks into every child, and so into a box.
 */
export function leakyDescriptors(): number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((descriptor) => descriptor > STANDARD_LAST && leaks(descriptor));
}

function leaks(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    return false; // the one that listed the folder, closed by now
  }
}

/**
 * Words to put before a command so that it starts without these descriptors. bash, because dash closes only
 * one-digit descriptors; `--norc`, because bash reads the user's start file when its input is a socket.
 */
export function closingFirst(descriptors: readonly number[]): string[] {
  if (descriptors.length === 0) return [];
  const closing = descriptors.map((descriptor) => `${descriptor}>&-`).join(" ");
  return ["/bin/bash", "--norc", "--noprofile", "-c", `exec ${closing}; exec "$@"`, "bash"];
}

const CONTENT = "content-";

/** Removes the folders of `withContent` whose process was killed while it had one. */
export function sweepContent(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.includes(`-${CONTENT}`) || ownerOf(name)?.alive !== false) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // another user's: not ours to remove
    }
  }
}

/**
 * Gives the callback a read-only descriptor of an unlinked file with this content, and closes it afterwards.
 * A fresh one for each box: a descriptor has one offset, and read a second time it is empty.
 */
export function withContent<T>(content: Buffer, use: (descriptor: number) => T): T {
  const folder = mkdtempSync(join(tmpdir(), ownedName(CONTENT)));
  const file = join(folder, "content");
  let descriptor: number;
  try {
    writeFileSync(file, content, { mode: 0o400 });
    descriptor = openSync(file, "r");
    unlinkSync(file);
  } finally {
    rmdirSync(folder);
  }
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
