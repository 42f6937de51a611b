import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { repositoryRoot } from "./paths.ts";
import { readWorkspaces } from "./workspaces.ts";

/** A copy of this checkout, with what is not committed yet, that may be spoilt. It uses the checkout's installed packages. */
export interface ThrowAwayCheckout extends Disposable {
  readonly root: string;
  /** Changes a file. @param change Given the text; of a file that is not there, the empty one. */
  edit(file: string, change: (before: string) => string): void;
  /** Copies a folder of the checkout to another place in it. */
  copy(from: string, to: string): void;
  /** Undoes every change. */
  restore(): void;
}

/** Copies this checkout to a folder for temporary files; gone with `using`. */
export function openThrowAwayCheckout(): ThrowAwayCheckout {
  const root = mkdtempSync(join(tmpdir(), "lockstep-checkout-"));
  for (const file of committedFiles()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyIfThere(join(repositoryRoot, file), join(root, file));
  }
  copyWhatIsMade(root);
  const undo: (() => void)[] = [];
  const edit = (file: string, change: (before: string) => string) => {
    const path = join(root, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change(before ?? ""));
    undo.push(() => (before === undefined ? rmSync(path) : writeFileSync(path, before)));
  };
  return {
    root,
    edit,
    copy: (from, to) => {
      cpSync(join(root, from), join(root, to), { recursive: true });
      undo.push(() => rmSync(join(root, to), { recursive: true }));
    },
    restore: () => {
      for (const step of undo.splice(0).toReversed()) step();
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

function committedFiles(): readonly string[] {
  // As root in a folder of somebody else's, as in a container, git refuses otherwise.
  const args = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const done = spawnSync("git", args, { cwd: repositoryRoot, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
  if (done.status !== 0) throw new Error(`git ls-files failed:\n${done.stderr}${done.error?.message ?? ""}`);
  return done.stdout.split("\0").filter((file) => file !== "" && existsSync(join(repositoryRoot, file)));
}

/** A file that is not committed may be somebody's for a moment. */
function copyIfThere(from: string, to: string): void {
  try {
    cpSync(from, to);
  } catch (cause) {
    if (existsSync(from)) throw cause;
  }
}

/** What test runners keep beside installed packages comes and goes while they run in the checkout. */
const isLasting = (path: string) => !basename(path).startsWith(".vite");

/** Installed packages, generated code and turbo's cache. */
function copyWhatIsMade(root: string): void {
  copyInstalled(join(repositoryRoot, "node_modules"), join(root, "node_modules"));
  for (const { folder } of readWorkspaces()) {
    for (const made of ["node_modules", "src/generated"]) {
      const from = join(folder, made);
      // The links of a package to its neighbours are relative: in the copy they lead to the copied neighbours.
      const options = { recursive: true, verbatimSymlinks: true, filter: isLasting };
      if (existsSync(from)) cpSync(from, join(root, relative(repositoryRoot, from)), options);
    }
  }
  const cache = ".turbo";
  if (existsSync(join(repositoryRoot, cache)))
    cpSync(join(repositoryRoot, cache), join(root, cache), { recursive: true });
  // pnpm would find other folders than those it installed into, and install once more.
  const settings = join(root, "pnpm-workspace.yaml");
  const quiet = readFileSync(settings, "utf8").replace(/^verifyDepsBeforeRun: .*$/m, "verifyDepsBeforeRun: false");
  writeFileSync(settings, quiet);
}

/** A gigabyte of files that nobody changes: as hard links, where the folder for temporary files lies on the same disk. */
function copyInstalled(from: string, to: string): void {
  if (spawnSync("cp", ["-al", from, to]).status !== 0) {
    rmSync(to, { recursive: true, force: true });
    const done = spawnSync("cp", ["-a", from, to], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`${from} could not be copied: ${done.stderr}${done.error?.message ?? ""}`);
  }
  // What pnpm remembers of an installation it writes in place: through the link, into the checkout.
  for (const name of [".modules.yaml", ".pnpm-workspace-state-v1.json", ".pnpm/lock.yaml"]) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}
