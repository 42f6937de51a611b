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
  if (object instanceof RealWord) return new RealState(object);
  return { object, isThere: false, value: 0, content: [], sleepers: [] };
}

/** Of a word whose operations real threads carry out: what it holds is looked at. */
class RealState implements ObjectState {
  readonly object: RealWord;
  isThere = false;
  content: string[] = [];
  readonly sleepers: ThreadState[] = [];

  constructor(object: RealWord) {
    this.object = object;
  }

  get value(): number {
    return this.object.real.value();
  }
  set value(_given: number) {
    // It is there already.
  }
}
