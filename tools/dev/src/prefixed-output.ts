import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const NAME_WIDTH = 7;

/** One line of a part's output. */
export function prefixed(name: string, line: string): string {
  return `${name.padEnd(NAME_WIDTH)}│ ${line}`;
}

/** Prints what a child says, line by line, behind its name. */
export function printPrefixed(name: string, child: ChildProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => console.log(prefixed(name, line)));
  }
}
