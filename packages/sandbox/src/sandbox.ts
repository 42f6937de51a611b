import type { Limits } from "@lockstep/contracts";
import type { BoxJob, BoxRun } from "./box-run.ts";
import { SandboxUnavailableError } from "./unavailable.ts";

/** How a sandbox is to be set up. */
export interface SandboxOptions {
  /** Boxes that run at once; as many as there are cores when absent. */
  readonly slots?: number;
  /** Which accounting to use; `auto` takes what the machine has. */
  readonly cgroup?: "auto" | "v1" | "v2" | "none";
}

/** Runs untrusted programs, each in a box of its own that is used once. */
export interface Sandbox {
  /** What it is made of on this machine, such as `bubblewrap, cgroup v1`. */
  readonly backend: string;
  /**
   * Runs one job; waits for a free slot and core first. Never rejects for what happens in the box.
   * @throws the signal's reason when it is aborted; the box is gone by then.
   */
  run(job: BoxJob, options?: { signal?: AbortSignal }): Promise<BoxRun>;
  /** Starts a box ahead for the next job with these limits. */
  warm(limits: Limits): void;
  /** Ends all boxes; resolves when nothing of them is left. */
  close(): Promise<void>;
}

/**
 * Opens the sandbox of this machine.
 * @throws {SandboxUnavailableError} when no box can be started here.
 */
export function openSandbox(_options: SandboxOptions = {}): Promise<Sandbox> {
  return Promise.reject(new SandboxUnavailableError("it is not built yet", "Wait for the next commit."));
}
