import type { Target } from "./module-host.ts";

/** Everything another worker needs to run a thread. */
export interface ThreadStart {
  readonly number: number;
  readonly name: string;
  /** Address of the thread's record. */
  readonly at: number;
  readonly target: Target;
  /** Encoded by `memory`. */
  readonly args: readonly unknown[];
}

/** Supervisor to worker. */
export interface RunMessage {
  readonly start: ThreadStart;
  readonly gated: boolean;
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
  | { readonly kind: "ended"; readonly number: number; readonly result: unknown }
  | { readonly kind: "threw"; readonly number: number; readonly error: ThrownError }
  | { readonly kind: "stuck" };

/** What a worker is born with. */
export interface WorkerSetup {
  readonly heap: SharedArrayBuffer;
  readonly gate: SharedArrayBuffer;
}
