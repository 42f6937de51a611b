import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { childrenOf } from "./process-tree.ts";

/** A process that was told to stop does so when it next leaves the kernel; looked at so often, without a pause. */
const LOOKS_MAX = 2000;

/**
 * Ends a process that starts bubblewrap, and bubblewrap's child with it. For the first milliseconds that child waits for
 * its parent and has not yet asked to die with it: killed alone, the parent would leave it there for ever. Stopped first,
 * the parent can't have another child after we looked.
 */
export function endLaunched(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(pid, "SIGSTOP");
    for (let look = 0; look < LOOKS_MAX && !isStopped(pid); look++);
    for (const each of childrenOf(pid)) process.kill(each, "SIGKILL");
  } catch {
    // One of them has just ended by itself.
  }
  child.kill("SIGKILL");
}

function isStopped(pid: number): boolean {
  return /^\d+ \(.*\) [TtZX]/s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
}
