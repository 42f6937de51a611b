import { Cell, i32, struct } from "@lockstep/memory";
import { Thread } from "@lockstep/threading";
import { Lock } from "../../src/index.ts";
import { DoesNotMarkSleepers, LooksBeforeItTakes, NeverWakes } from "../broken/lock.ts";
import type { Guarded } from "./lock-like.ts";

/**
 * The programs of the suite, one for each claim; run as main thread of a program of their own. `kind` names the lock,
 * since only what a module declares can be found by another thread.
 */
const fields = { count: i32, inside: i32, peak: i32 } as const;
const kinds = {
  Lock: struct("Shared", { ...fields, lock: Lock }),
  NeverWakes: struct("Shared", { ...fields, lock: NeverWakes }),
  DoesNotMarkSleepers: struct("Shared", { ...fields, lock: DoesNotMarkSleepers }),
  LooksBeforeItTakes: struct("Shared", { ...fields, lock: LooksBeforeItTakes }),
} as const;
export type Kind = keyof typeof kinds;

const create = (kind: Kind): Guarded => new kinds[kind]();
const Line = struct("Line", { start: Cell });

interface Startable {
  start(): void;
  join(timeoutMs?: number): boolean;
}
function runAll(threads: readonly Startable[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

export function takeTurns(kind: Kind): readonly boolean[] {
  const { lock } = create(kind);
  const first = lock.tryAcquire();
  const second = lock.tryAcquire();
  lock.release();
  const third = lock.tryAcquireFor(1000);
  lock.release();
  lock.acquire();
  return [first, second, third, lock.tryAcquire()];
}

export function releaseFree(kind: Kind): string {
  const { lock } = create(kind);
  lock.acquire();
  lock.release();
  try {
    lock.release();
    return "nothing was thrown";
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

export function tryToRelease(shared: Guarded): string {
  try {
    shared.lock.release();
    return "released";
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

/** Two threads release a lock that is held once; then it can be taken once. */
export function releaseTogether(kind: Kind) {
  const shared = create(kind);
  shared.lock.acquire();
  const threads = [1, 2].map(() => new Thread({ target: tryToRelease, args: [shared] }));
  runAll(threads);
  const told = threads.map((thread) => thread.result()).toSorted();
  return { told, taken: [shared.lock.tryAcquire(), shared.lock.tryAcquire()] };
}

export function pass(shared: Guarded): void {
  shared.lock.acquire();
  shared.count += 1;
  shared.lock.release();
}

/** Five threads want a held lock. */
export function holdBack(kind: Kind): { before: number; after: number } {
  const shared = create(kind);
  shared.lock.acquire();
  const threads = Array.from({ length: 5 }, () => new Thread({ target: pass, args: [shared] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join(2); // gives them the time to go wrong
  const before = shared.count;
  shared.lock.release();
  for (const thread of threads) thread.join();
  return { before, after: shared.count };
}

export function waitInVain(kind: Kind): { taken: boolean; waitedMs: number } {
  const { lock } = create(kind);
  lock.acquire();
  const beganMs = performance.now();
  const taken = lock.tryAcquireFor(30);
  return { taken, waitedMs: performance.now() - beganMs };
}

export function release(shared: Guarded): void {
  shared.lock.release();
}

/** A second acquire in one thread waits, until another thread releases. */
export function acquireTwice(kind: Kind): boolean {
  const shared = create(kind);
  shared.lock.acquire();
  const helper = new Thread({ target: release, args: [shared] });
  helper.start();
  shared.lock.acquire();
  return shared.lock.tryAcquire();
}

export function giveUp(shared: Guarded): void {
  if (!shared.lock.tryAcquireFor(1)) shared.peak += 1;
}

/** One waiter gives up while others wait; the release after that must serve them. */
export function outlastOne(kind: Kind): { served: number; gaveUp: number } {
  const shared = create(kind);
  shared.lock.acquire();
  const impatient = new Thread({ target: giveUp, args: [shared] });
  const patient = [1, 2].map(() => new Thread({ target: pass, args: [shared] }));
  for (const thread of [impatient, ...patient]) thread.start();
  impatient.join();
  shared.lock.release();
  for (const thread of patient) thread.join();
  return { served: shared.count, gaveUp: shared.peak };
}

export function keep(shared: Guarded): void {
  shared.lock.acquire();
}

/** A thread ends while it holds the lock. */
export function dieInside(kind: Kind): boolean {
  const shared = create(kind);
  runAll([new Thread({ target: keep, args: [shared], name: "keeper" })]);
  shared.lock.release();
  return shared.lock.tryAcquire();
}

export function waitForTheDead(kind: Kind): void {
  const shared = create(kind);
  runAll([new Thread({ target: keep, args: [shared], name: "keeper" })]);
  shared.lock.acquire();
}

export function increment(shared: Guarded, line: InstanceType<typeof Line>, times: number): void {
  while (line.start.load() === 0) line.start.park(0);
  for (let i = 0; i < times; i++) {
    shared.lock.acquire();
    shared.inside += 1;
    shared.peak = Math.max(shared.peak, shared.inside);
    shared.count += 1;
    shared.inside -= 1;
    shared.lock.release();
  }
}

/** Threads start together and add under one lock: the sum, and how many were ever inside. */
export function addTogether(kind: Kind, count: number, times: number): { count: number; peak: number } {
  const shared = create(kind);
  const line = new Line();
  const threads = Array.from({ length: count }, () => new Thread({ target: increment, args: [shared, line, times] }));
  for (const thread of threads) thread.start();
  line.start.store(1);
  line.start.unpark();
  for (const thread of threads) thread.join();
  return { count: shared.count, peak: shared.peak };
}

export function addCarelessly(shared: Guarded, times: number): void {
  for (let i = 0; i < times; i++) shared.count += 1;
}

/** The same without the lock. */
export function loseUpdates(kind: Kind, count: number, times: number): number {
  const shared = create(kind);
  runAll(Array.from({ length: count }, () => new Thread({ target: addCarelessly, args: [shared, times] })));
  return shared.count;
}
