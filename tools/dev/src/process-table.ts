import { readdirSync, readFileSync } from "node:fs";

/** One process of this machine. A pid alone may be somebody else's later; with the beginning it is not. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** When it began, as the system counts. */
  readonly began: string;
  readonly command: string;
}

/** All processes that live; a zombie does not. */
function processTable(): readonly ProcessEntry[] {
  return readdirSync("/proc").flatMap((name) => {
    const entry = /^\d+$/.test(name) ? readEntry(Number(name)) : undefined;
    return entry ? [entry] : [];
  });
}

function readEntry(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    const [state, parent, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    return { pid, parent: Number(parent), began: fields[17] ?? "", command };
  } catch {
    return undefined; // it ended while we looked
  }
}

/** The process and everything below it. */
export function processTree(root: number): readonly ProcessEntry[] {
  const table = processTable();
  const found = new Set([root]);
  let before: number;
  do {
    before = found.size;
    for (const { pid, parent } of table) if (found.has(parent)) found.add(pid);
  } while (found.size > before);
  return table.filter(({ pid }) => found.has(pid));
}

/** Commands of those that still live. */
export function stillAlive(entries: readonly ProcessEntry[]): readonly string[] {
  const now = new Map(processTable().map(({ pid, began }) => [pid, began]));
  return entries.filter(({ pid, began }) => now.get(pid) === began).map(({ command }) => command);
}
