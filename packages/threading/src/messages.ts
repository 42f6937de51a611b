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
  /** Of an instance of a subclass, which `target` names then; null for a function. */
  readonly fields: Encoded;
  /** Of a Timer: how long it waits before it calls. */
  readonly delayMs: number | null;
  /** Its function is async and only waits without blocking: at full speed it may share a worker with others. */
  readonly isAsync: boolean;
}

/** Supervisor to worker. */
export interface RunMessage {
  readonly start: ThreadStart;
  readonly gated: boolean;
  /** Other threads run in this worker beside it. */
  readonly isShared: boolean;
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

/** How a thread ended. `result` is null but for the main thread. */
export type Ending =
  | { readonly kind: "ended"; readonly number: number; readonly result: unknown }
  | { readonly kind: "threw"; readonly number: number; readonly error: ThrownError };

/** Worker to supervisor. */
export type WorkerMessage =
  | { readonly kind: "up" }
  | { readonly kind: "start"; readonly start: ThreadStart }
  /** `reusable`: nothing of the thread can still run, and it left nothing behind. */
  | (Ending & { readonly reusable: boolean })
  | { readonly kind: "stuck" };

/** What a worker is born with. */
export interface WorkerSetup {
  readonly heap: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
}
