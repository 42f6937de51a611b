import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

/** A broken command fails a test after so long; no claim is made about speed. */
const PATIENCE_MS = 350_000;

/** A folder that other users may enter, as Postgres' own must be able to; gone with `using`. */
export function openFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "lockstep-dev-test-"));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** One of this package's commands at work. Killed with `using`, if it still lives. */
export interface RunningCommand extends Disposable {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has said so far, on both streams. */
  said(): string;
  /** Waits until it has said this, for the `times`-th time. Fails where it ends before. */
  says(pattern: RegExp, times?: number): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string>;
  /** What Ctrl-C does: the signal goes to the whole process group. */
  interrupt(): void;
}

/** Starts one of the commands in `src`, in a process group of its own. */
export function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  // vitest says BASE_URL=/ to whatever it runs; to a site that is its own address.
  const { DATABASE_URL: _, BASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, "../src", program), ...args], {
    env: { ...inherited, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started.`);
  let text = "";
  let over = false;
  // A character may come in two parts.
  child.stdout.setEncoding("utf8").on("data", (chunk) => (text += String(chunk)));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (text += String(chunk)));
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => {
      over = true;
      resolve(code ?? signal ?? "unknown");
    });
  });
  return {
    pid,
    child,
    said: () => text,
    says: (pattern, times = 1) => {
      const all = new RegExp(pattern, `${pattern.flags}g`);
      const look = () => {
        const found = [...text.matchAll(all)][times - 1];
        if (!found && !over) throw new Error(`It has not said ${pattern} yet. It said:\n${text}`);
        return found;
      };
      return vi.waitFor(look, { timeout: PATIENCE_MS, interval: 50 }).then((found) => {
        if (!found) throw new Error(`It ended without saying ${pattern}. It said:\n${text}`);
        return found;
      });
    },
    ended,
    interrupt: () => void process.kill(-pid, "SIGINT"),
    [Symbol.dispose]: () => void (over || child.kill("SIGKILL")),
  };
}
