import { readFileSync } from "node:fs";

/** How long one file of tests took. */
export interface FileTime {
  readonly package: string;
  /** Within its package. */
  readonly file: string;
  readonly wallTimeMs: number;
}

const SHOWN_MAX = 15;
/** Where nothing takes as long, there is nothing to look for. */
const SLOW_MS = 10_000;

/** Reads what `file-times.ts` wrote; nothing where there is none, or it is not whole. */
export function fileTimesIn(name: string, file: string): readonly FileTime[] {
  let times: unknown;
  try {
    times = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
  return (Array.isArray(times) ? times : []).flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "file" in one && "wallTimeMs" in one
      ? [{ package: name, file: String(one.file), wallTimeMs: Number(one.wallTimeMs) }]
      : [],
  );
}

/** Where the time went: the slowest files, slowest first; empty where none is slow. */
export function slowFilesText(times: readonly FileTime[]): string {
  const slow = times
    .filter(({ wallTimeMs }) => wallTimeMs >= SLOW_MS)
    .toSorted((a, b) => b.wallTimeMs - a.wallTimeMs)
    .slice(0, SHOWN_MAX)
    .map((one) => `${(one.wallTimeMs / 1000).toFixed(1).padStart(8)} s  ${one.package}  ${one.file}`);
  return slow.length === 0 ? "" : ["", "slowest files", ...slow].join("\n");
}
