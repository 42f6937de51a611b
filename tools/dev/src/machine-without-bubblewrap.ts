import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For tests: a machine on which bubblewrap is not installed, until it is. The same machine stays as it is for all others. */
export interface MachineWithoutBubblewrap extends Disposable {
  /** The command line that runs a command, and all that it starts, on that machine. */
  readonly command: (file: string, ...args: readonly string[]) => readonly [string, readonly string[]];
  /** Installs bubblewrap there, also for what runs already. */
  readonly install: () => void;
  /** Takes it away again, from what runs there, too. */
  readonly uninstall: () => void;
}

const PLACE = "/usr/bin/bwrap";

/**
 * Nothing is pretended: bubblewrap itself covers its own file by a copy that may not be executed, in a mount namespace of
 * the command. To install it is to allow that.
 */
export function openMachineWithoutBubblewrap(): MachineWithoutBubblewrap {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-without-"));
  const copy = join(folder, "bwrap");
  copyFileSync(PLACE, copy);
  chmodSync(copy, 0o644);
  // As root it would drop the rights that boxes are made with.
  const rights = process.getuid?.() === 0 ? ["--cap-add", "ALL"] : [];
  return {
    command: (file, ...args) => [
      PLACE,
      ["--dev-bind", "/", "/", ...rights, "--ro-bind", copy, PLACE, "--", file, ...args],
    ],
    install: () => chmodSync(copy, 0o755),
    uninstall: () => chmodSync(copy, 0o644),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
