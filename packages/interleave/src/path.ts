import type { Choice } from "./choice.ts";
import { Hash } from "./hash.ts";
import type { Operation } from "./operation.ts";
import type { SavedState } from "./saved-state.ts";
import type { ThreadState } from "./thread-state.ts";

/** A choice that was explored beside this path, and what it touched. */
export interface Sleeper extends Choice {
  readonly reads: number;
  readonly writes: number;
}

/** A choice, by what it does: interchangeable threads have equal numbers. */
export interface Known extends Choice {
  readonly id: number;
}

/** A state on the current path. */
export interface Node {
  readonly all: readonly Known[];
  /** What is still to be tried; the first one is being explored. */
  readonly open: Known[];
  readonly sleep: readonly Sleeper[];
  readonly done: Sleeper[];
  readonly last: ThreadState | null;
  readonly spuriousLeft: number;
  readonly switchesLeft: number;
  readonly key: string;
  /** The state itself, where it can be kept: what comes next is tried from there. */
  readonly saved: SavedState | null;
  /** What the chosen thread asked for when this choice was first taken: it must ask for the same in each repetition. */
  asked: Operation | null;
  reads: number;
  writes: number;
}

export function choiceKey(thread: Hash | undefined, way: number): number {
  const key = new Hash();
  if (thread) key.copy(thread);
  key.add(way);
  return key.short();
}

/** Who needs not go on from the state after `up`: explored beside it, and independent of what was chosen there. */
export function asleep(up: Node): readonly Sleeper[] {
  const moved = up.open[0]?.thread;
  return [...up.sleep, ...up.done].filter(
    ({ thread, reads, writes }) =>
      thread !== moved && (writes & (up.reads | up.writes)) === 0 && (reads & up.writes) === 0,
  );
}

export function asksAlike(asked: Operation, now: Operation | null): boolean {
  return asked === now || (asked.kind === now?.kind && asked.on === now.on && asked.value === now.value);
}

/** Goes to the next alternative; false where there is none. */
export function backtrack(path: Node[]): boolean {
  for (let node = path.at(-1); node; node = path.at(-1)) {
    const explored = node.open.shift();
    if (explored) node.done.push({ ...explored, reads: node.reads, writes: node.writes });
    node.asked = null;
    if (node.open.length > 0) return true;
    path.pop();
  }
  return false;
}
