import { existsSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** Next.js serves a checkout once. The process that does, whoever started it; undefined where none does. */
export function servingProcess(root = repositoryRoot): number | undefined {
  const web = join(root, "apps/web");
  try {
    const { pid }: { pid?: unknown } = JSON.parse(readFileSync(join(web, ".next/dev/lock"), "utf8"));
    process.kill(Number(pid), 0);
    return worksIn(Number(pid), web) ? Number(pid) : undefined;
  } catch {
    return undefined; // no file, or one that was left behind
  }
}

/** A lock that was left behind names a process that may be somebody else by now, who works elsewhere. */
function worksIn(pid: number, folder: string): boolean {
  if (!existsSync("/proc/self/cwd")) return true; // this system does not say
  return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
}
