import type { Operation } from "./operation.ts";
import type { ThreadState } from "./thread-state.ts";

/** One operation of one thread, carried out. */
export interface ModelStep {
  readonly thread: ThreadState;
  readonly operation: Operation;
  readonly way: number;
  readonly result: number | null;
}
