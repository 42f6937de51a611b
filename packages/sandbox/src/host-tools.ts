import { accessSync, constants } from "node:fs";
import { SandboxUnavailableError } from "./unavailable.ts";

/** Folders of the system's programs; the caller's PATH is not asked, it may begin with a folder of the checkout. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin"];
/** PATH of what we start outside of boxes. */
export const TOOL_PATH = FOLDERS.join(":");

/** Boxes run the interpreter that runs their runner; an older one can't run the boot programs. */
export const NODE_MAJOR = 24;

/** True when this is that Node or a later one. */
export function isNodeCurrent(): boolean {
  return Number(process.versions.node.split(".")[0]) >= NODE_MAJOR;
}

/** Path of a system program, or null. */
export function findTool(name: string): string | null {
  for (const folder of FOLDERS) {
    const path = `${folder}/${name}`;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // the next folder
    }
  }
  return null;
}

/** The line that installs bubblewrap, for the package manager that is here. */
export function installLine(): string {
  if (findTool("apt-get")) return "sudo apt-get install -y bubblewrap";
  if (findTool("dnf")) return "sudo dnf install -y bubblewrap";
  if (findTool("pacman")) return "sudo pacman -S bubblewrap";
  if (findTool("apk")) return "sudo apk add bubblewrap util-linux setpriv";
  return "install bubblewrap with your system's package manager";
}

/** @throws {SandboxUnavailableError} when bubblewrap is not installed. */
export function bubblewrap(): string {
  const path = process.platform === "linux" ? findTool("bwrap") : null;
  if (path !== null) return path;
  throw process.platform === "linux"
    ? new SandboxUnavailableError("bubblewrap is not installed", `Install it: ${installLine()}`)
    : new SandboxUnavailableError(
        `it needs Linux, and this is ${process.platform}`,
        "Run it in a Linux virtual machine or container.",
      );
}
