import type { Encoded } from "@lockstep/memory/seam";
import type { Target } from "./module-host.ts";

/** Everything another worker needs to run a thread. */
export interface ThreadStart {
  readonly number: number;
  readonly name: string;
  readonly daemon: boolean;
  /** Address of the thread's record. */
  readonly at: number;
  readonly target: Target;
  readonly args: readonly Encoded[];
}

/** Supervisor to worker. */
export interface RunMessage {
  readonly start: ThreadStart;
  readonly gated: boolean;
  /** Number of the round, from 1. */
  readonly round: number;
}

/** An error as data; classes don't cross. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Module in whose code it was thrown, where that is known. */
  readonly module: string | null;
}

/** Worker to supervisor. */
export type WorkerMessage =
  | { readonly kind: "start"; readonly start: ThreadStart }
  /** `result` is null but for the main thread. `reusable`: nothing of the thread can still run. */
  | { readonly kind: "ended"; readonly number: number; readonly result: unknown; readonly reusable: boolean }
  | { readonly kind: "threw"; readonly number: number; readonly error: ThrownError; readonly reusable: boolean }
  | { readonly kind: "stuck" };

/** What a worker is born with. */
export interface WorkerSetup {
  readonly heap: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
}
