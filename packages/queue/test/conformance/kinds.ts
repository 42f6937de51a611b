import { Cell, i32, struct } from "@lockstep/memory";
import { Condition } from "@lockstep/sync";
import { JoinableQueue, PriorityQueue, Queue } from "../../src/index.ts";
import { DoneWhenTaken, TiesBackwards } from "../broken/ours-bent.ts";
import {
  ForgetsItsPlace,
  IgnoresTheLimit,
  LastComesFirst,
  LooksOnce,
  RingCopy,
  ShutsDownSilently,
  TakesInTwoSteps,
  WakesForTheFirst,
} from "../broken/ring.ts";

/** What the suite needs of a queue of numbers with room for two; ours, and whatever else wants to be one. */
export interface QueueLike {
  put(item: number): void;
  /** Throws an error of the name FullError when the time is over. */
  putFor(item: number, timeoutMs: number): void;
  get(): number;
  /** Throws an error of the name EmptyError when the time is over. */
  getFor(timeoutMs: number): number;
  /** Afterwards who waits in vain gets an error of the name ShutDownError. */
  shutdown(): void;
}

/** What it needs of a queue whose items are called done. */
export interface JoinableLike {
  put(item: number): void;
  get(): number;
  taskDone(): void;
  join(): boolean;
}

/** What it needs of a queue by priority. */
export interface PriorityLike {
  put(item: readonly [priority: number, label: number]): void;
  get(): readonly [priority: number, label: number];
}

/** The words of a ring, for copies; and the programs' own. */
export const Shared = struct("Shared", {
  queue: Queue.of<number>(2),
  joinable: JoinableQueue.of<number>(2),
  priority: PriorityQueue.of<readonly [priority: number, label: number]>(0),
  changed: Condition,
  first: i32,
  count: i32,
  closed: i32,
  place0: i32,
  place1: i32,
  got: Cell,
  sum: Cell,
  done: Cell,
  gaveUp: Cell,
});
export type SharedWords = InstanceType<typeof Shared>;

export interface Kind {
  readonly queue: QueueLike;
  readonly joinable: JoinableLike;
  readonly priority: PriorityLike;
}

function ours({ queue, joinable, priority }: SharedWords): Kind {
  return { queue, joinable, priority };
}

/** A kind of your own is one more entry here. */
const kinds: Readonly<Record<string, (shared: SharedWords) => Partial<Kind>>> = {
  ours: () => ({}),
  RingCopy: (shared) => ({ queue: new RingCopy(shared) }),
  WakesForTheFirst: (shared) => ({ queue: new WakesForTheFirst(shared) }),
  LooksOnce: (shared) => ({ queue: new LooksOnce(shared) }),
  IgnoresTheLimit: (shared) => ({ queue: new IgnoresTheLimit(shared) }),
  TakesInTwoSteps: (shared) => ({ queue: new TakesInTwoSteps(shared) }),
  LastComesFirst: (shared) => ({ queue: new LastComesFirst(shared) }),
  ShutsDownSilently: (shared) => ({ queue: new ShutsDownSilently(shared) }),
  ForgetsItsPlace: (shared) => ({ queue: new ForgetsItsPlace(shared) }),
  DoneWhenTaken: (shared) => ({ joinable: new DoneWhenTaken(ours(shared).joinable) }),
  TiesBackwards: (shared) => ({ priority: new TiesBackwards(ours(shared).priority) }),
};

export function use(kind: string, shared: SharedWords): Kind {
  return { ...ours(shared), ...kinds[kind]?.(shared) };
}
