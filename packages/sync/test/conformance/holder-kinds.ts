import { Cell, i32, struct } from "@lockstep/memory";
import { Latch, Once, RLock, RWLock } from "../../src/index.ts";
import {
  AsksNoName,
  FreesAtFirst,
  LetsReadersIn,
  LooksThenRuns,
  CountsInTwoSteps,
  OpensAtOne,
} from "../broken/holders.ts";

/** What the suite needs of each; ours, and whatever else wants to be one. */
export interface ReentrantLike {
  acquire(): void;
  tryAcquire(): boolean;
  tryAcquireFor(timeoutMs: number): boolean;
  /** Throws an error of the name NotOwnerError in a thread that doesn't hold it. */
  release(): void;
}
export interface SideLike {
  acquire(): void;
  tryAcquireFor(timeoutMs: number): boolean;
  release(): void;
}
export interface LatchLike {
  countDown(): void;
  wait(timeoutMs?: number): boolean;
}
export interface OnceLike {
  run(body: () => void): boolean;
}

export const HolderWords = struct("HolderWords", {
  rlock: RLock,
  rw: RWLock,
  latch: Latch.of(3),
  once: Once,
  word: Cell,
  other: Cell,
  inside: Cell,
  peak: Cell,
  passed: Cell,
  mixed: Cell,
  left: i32,
});
export type HolderWordsObject = InstanceType<typeof HolderWords>;

export interface HolderKind {
  readonly rlock: ReentrantLike;
  readonly read: SideLike;
  readonly write: SideLike;
  readonly latch: LatchLike;
  readonly once: OnceLike;
}

/** A kind of your own is one more entry here. */
const kinds: Readonly<Record<string, (shared: HolderWordsObject) => Partial<HolderKind>>> = {
  ours: () => ({}),
  AsksNoName: (shared) => ({ rlock: new AsksNoName(shared) }),
  FreesAtFirst: (shared) => ({ rlock: new FreesAtFirst(shared) }),
  LetsReadersIn: (shared) => ({ read: new LetsReadersIn(), write: shared.rw.write }),
  OpensAtOne: (shared) => ({ latch: new OpensAtOne(shared) }),
  CountsInTwoSteps: (shared) => ({ latch: new CountsInTwoSteps(shared) }),
  LooksThenRuns: (shared) => ({ once: new LooksThenRuns(shared) }),
};

export function useHolder(kind: string, shared: HolderWordsObject): HolderKind {
  const { rlock, rw, latch, once } = shared;
  return { rlock, read: rw.read, write: rw.write, latch, once, ...kinds[kind]?.(shared) };
}
