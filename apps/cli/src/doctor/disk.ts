import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Finding } from "./finding.ts";

const WEAK_BYTES = 2 * 2 ** 30;
const BROKEN_BYTES = 256 * 2 ** 20;

/** Looks at the room where temporary files lie: boxes, judge processes and bundles are prepared there. */
export async function inspectDisk(folder: string = tmpdir()): Promise<Finding> {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return diskFinding(folder, { freeBytes: bavail * bsize, freeFiles: files === 0 ? null : ffree });
}

/** @param room.freeFiles How many files can still be made; null where the file system does not say. */
export function diskFinding(
  folder: string,
  room: { readonly freeBytes: number; readonly freeFiles: number | null },
): Finding {
  const { freeBytes, freeFiles } = room;
  const detail = `${(freeBytes / 2 ** 30).toFixed(1)} GiB free in ${folder}`;
  const fix = `make room in ${folder}, or set TMPDIR to a folder with more`;
  if (freeFiles !== null && freeFiles < 1_000)
    return { name: "disk", state: "broken", detail: `${detail}, but only ${freeFiles} more files`, fix };
  if (freeBytes < BROKEN_BYTES) return { name: "disk", state: "broken", detail, fix };
  if (freeBytes < WEAK_BYTES) return { name: "disk", state: "weak", detail, fix };
  return { name: "disk", state: "ok", detail, fix: null };
}
