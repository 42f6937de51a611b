import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** Next.js serves a checkout once. The process that does, whoever started it; undefined where none does. */
export function servingProcess(root = repositoryRoot): number | undefined {
  try {
    const { pid }: { pid?: unknown } = JSON.parse(readFileSync(join(root, "apps/web/.next/dev/lock"), "utf8"));
    process.kill(Number(pid), 0);
    return Number(pid);
  } catch {
    return undefined; // no file, or one that was left behind
  }
}
