import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import type { Watchdog } from "./watchdog.ts";

/** A command in a process group of its own, so that one signal reaches all of it. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves when the command has ended; 127 where it could not be started, 128 + n after signal n. */
  readonly ended: Promise<number>;
  /** Sends a signal to every process of the group; nothing happens when none is left. */
  signal(name: NodeJS.Signals): void;
  /** Asks all of the group to end, and kills what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Starts a command that ends with this process, even when that is killed. */
export function startGroup(options: {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdio: StdioOptions;
  readonly watchdog: Watchdog;
}): ProcessGroup {
  const { file, args, cwd, env, stdio, watchdog } = options;
  const child = spawn(file, args, { cwd, env, stdio, detached: true });
  const { pid } = child;
  if (pid !== undefined) watchdog.guard(pid);
  const signal = (name: NodeJS.Signals) => {
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // nobody is left
    }
  };
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      if (pid !== undefined) return; // it runs; the error is about a signal or a message
      console.error(`${file}: ${error.message}`);
      resolve(127);
    });
    child.once("exit", (code, name) => {
      signal("SIGTERM"); // stragglers of the group
      resolve(code ?? 128 + (name ? (signalNumbers[name] ?? 0) : 0));
    });
  });
  const anyLeft = () => {
    try {
      return pid !== undefined && process.kill(-pid, 0);
    } catch {
      return false;
    }
  };
  return {
    child,
    ended,
    signal,
    stop: async (graceMs) => {
      signal("SIGTERM");
      const deadlineMs = performance.now() + graceMs;
      while (anyLeft() && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 20));
      signal("SIGKILL");
      await ended;
      if (pid !== undefined) watchdog.release(pid);
    },
  };
}
