import { RealWord, type Shared } from "./shared.ts";
import type { ThreadState } from "./thread-state.ts";

/** What a shared object holds in one run. */
export interface ObjectState {
  readonly object: Shared;
  /** False for what has not been made yet in this run. */
  isThere: boolean;
  value: number;
  content: string[];
  /** Who sleeps on it, the longest first. */
  readonly sleepers: ThreadState[];
}

/** The state of an object that this run has not made yet. */
export function newState(object: Shared): ObjectState {
  const state = { object, isThere: false, value: 0, content: [], sleepers: [] };
  if (!(object instanceof RealWord)) return state;
  // Whose operation is carried out by a real thread.
  return Object.defineProperty(state, "value", { get: () => object.look(), set() {} });
}
