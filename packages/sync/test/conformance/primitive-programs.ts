import { Cell, i32, struct } from "@lockstep/memory";
import { currentThread, Thread } from "@lockstep/threading";
import {
  Barrier,
  BrokenBarrierError,
  Condition,
  Event,
  Lock,
  RLock,
  RWLock,
  Semaphore,
  waitGraph,
} from "../../src/index.ts";
import { use } from "./kinds.ts";

/**
 * One program for each claim; each runs as main thread of a program of its own. `kind` says which implementation is put
 * to the claim (`kinds.ts`): every thread makes its own handle on the same shared words.
 */
export const Shared = struct("Shared", {
  semaphore: Semaphore.of(0),
  event: Event,
  barrier: Barrier.of(3),
  condition: Condition,
  rlock: RLock,
  rw: RWLock,
  lock: Lock,
  word: Cell,
  other: Cell,
  inside: Cell,
  peak: Cell,
  passed: Cell,
  start: Cell,
  left: i32,
});
export type SharedWords = InstanceType<typeof Shared>;

function startAll(threads: readonly { start(): void }[]): void {
  for (const thread of threads) thread.start();
}
function joinAll(threads: readonly { join(): boolean }[]): void {
  for (const thread of threads) thread.join();
}
function run(threads: readonly { start(): void; join(): boolean }[], go?: () => void): void {
  startAll(threads);
  go?.();
  joinAll(threads);
}
function several<A extends unknown[]>(
  count: number,
  target: (...args: A) => unknown,
  ...args: NoInfer<A>
): Thread<A>[] {
  return Array.from({ length: count }, () => new Thread({ target, args }));
}

function enter(shared: SharedWords): void {
  const inside = shared.inside.add(1) + 1;
  for (let peak = shared.peak.load(); peak < inside; peak = shared.peak.load())
    shared.peak.compareExchange(peak, inside);
}
function exit(shared: SharedWords): void {
  shared.inside.add(-1);
  shared.passed.add(1);
}
function atStartLine(shared: SharedWords): void {
  while (shared.start.load() === 0) shared.start.park(0);
}
function fire(shared: SharedWords): void {
  shared.start.store(1);
  shared.start.unpark();
}

export function visit(kind: string, shared: SharedWords, times: number): void {
  const { semaphore } = use(kind, shared);
  atStartLine(shared);
  for (let i = 0; i < times; i++) {
    semaphore.acquire();
    enter(shared);
    exit(shared);
    semaphore.release();
  }
}

/** Threads start together, each comes in many times: never more inside than permits, and nobody stays outside. */
export function crowd(kind: string, permits: number, people: number, times: number) {
  const shared = new Shared();
  use(kind, shared).semaphore.release(permits);
  run(several(people, visit, kind, shared, times), () => fire(shared));
  return {
    passed: shared.passed.load(),
    isWithin: shared.peak.load() <= permits,
    free: use(kind, shared).semaphore.value,
  };
}

export function takeMany(kind: string, shared: SharedWords, permits: number): void {
  use(kind, shared).semaphore.acquire(permits);
  shared.passed.add(1);
}

/** Four permits at once for three who want two, one and one: everybody is served. */
export function releaseMany(kind: string): number {
  const shared = new Shared();
  const waiting = [2, 1, 1].map((permits) => new Thread({ target: takeMany, args: [kind, shared, permits] }));
  run(waiting, () => use(kind, shared).semaphore.release(4));
  return shared.passed.load();
}

export function giveUpOnMany(kind: string, shared: SharedWords): void {
  if (use(kind, shared).semaphore.tryAcquireFor(1, 2)) shared.other.store(2);
}

/** One who wants two gives up, perhaps; one who wants one waits behind. With one permit that one must be served. */
export function outlastLarge(kind: string): boolean {
  const shared = new Shared();
  const { semaphore } = use(kind, shared);
  const large = new Thread({ target: giveUpOnMany, args: [kind, shared] });
  const small = new Thread({ target: takeMany, args: [kind, shared, 1] });
  run([large, small], () => semaphore.release());
  return shared.passed.load() === 1 && shared.other.load() === 0 && semaphore.value === 0;
}

export function tryTwice(kind: string, shared: SharedWords): void {
  const { semaphore } = use(kind, shared);
  for (let i = 0; i < 2; i++) if (semaphore.tryAcquire()) shared.passed.add(1);
}

/** Value 4 with 1 taken, five threads try twice each: exactly 3 of 10 succeed. */
export function tryTogether(kind: string): number {
  const shared = new Shared();
  const { semaphore } = use(kind, shared);
  semaphore.release(4);
  semaphore.acquire();
  run(several(5, tryTwice, kind, shared));
  return shared.passed.load();
}

export function waitForEvent(kind: string, shared: SharedWords): void {
  shared.inside.add(1);
  if (use(kind, shared).event.wait()) shared.passed.add(1);
}

/** All who wait go when it is set; who comes after it is cleared waits. */
export function pulse(kind: string): { passed: number; later: boolean } {
  const shared = new Shared();
  const { event } = use(kind, shared);
  const waiting = several(3, waitForEvent, kind, shared);
  startAll(waiting);
  for (const thread of waiting) thread.join(2); // gives them the time to fall asleep
  event.set();
  joinAll(waiting);
  event.clear();
  return { passed: shared.passed.load(), later: event.wait(0) };
}

export function waitOnce(kind: string, shared: SharedWords): void {
  if (use(kind, shared).event.wait(1)) shared.other.add(1);
}

/** One gives up, perhaps; the other is let go by `set`, which stays. */
export function outlastWaiter(kind: string): boolean {
  const shared = new Shared();
  const impatient = new Thread({ target: waitOnce, args: [kind, shared] });
  const patient = new Thread({ target: waitForEvent, args: [kind, shared] });
  run([impatient, patient], () => use(kind, shared).event.set());
  return shared.passed.load() === 1;
}

export function consume(kind: string, shared: SharedWords, timeoutMs: number): void {
  const { condition } = use(kind, shared);
  condition.acquire();
  const got = condition.waitFor(() => shared.left > 0, timeoutMs === 0 ? {} : { timeoutMs });
  if (got) {
    shared.left -= 1;
    shared.passed.add(1);
  }
  condition.release();
}

function produce(kind: string, shared: SharedWords): void {
  const { condition } = use(kind, shared);
  condition.acquire();
  shared.left += 1;
  condition.notify();
  condition.release();
}

/** As many notifies as consumers, one at a time: each gets one item. */
export function feed(kind: string, consumers: number): { passed: number; left: number } {
  const shared = new Shared();
  run(several(consumers, consume, kind, shared, 0), () => {
    for (let i = 0; i < consumers; i++) produce(kind, shared);
  });
  return { passed: shared.passed.load(), left: shared.left };
}

/** One of two consumers gives up, perhaps; two items come. Nothing is lost, and the patient one is served. */
export function outlastConsumer(kind: string): boolean {
  const shared = new Shared();
  run(
    [1, 0].map((timeoutMs) => new Thread({ target: consume, args: [kind, shared, timeoutMs] })),
    () => {
      produce(kind, shared);
      produce(kind, shared);
    },
  );
  return shared.passed.load() >= 1 && shared.passed.load() + shared.left === 2;
}

export function meet(kind: string, shared: SharedWords, rounds: number, timeoutMs: number): void {
  const { barrier } = use(kind, shared);
  try {
    for (let round = 0; round < rounds; round++) {
      const before = shared.passed.add(1);
      if (Math.floor(before / 3) !== round) shared.other.store(1); // somebody is a round ahead
      barrier.wait(timeoutMs === 0 ? undefined : timeoutMs);
      if (shared.passed.load() < 3 * (round + 1)) shared.other.store(1); // somebody has not come
    }
    shared.inside.add(1);
  } catch (error) {
    if (!(error instanceof BrokenBarrierError)) throw error;
    shared.peak.add(1);
  }
}

/** Three threads, several rounds: nobody early, nobody a round ahead. */
export function laps(kind: string, rounds: number) {
  const shared = new Shared();
  run(several(3, meet, kind, shared, rounds, 0));
  return { passed: shared.passed.load(), isInStep: shared.other.load() === 0 };
}

/** One party gives up, perhaps: then all three get a broken barrier, else all three pass. */
export function breakOrPass(kind: string): boolean {
  const shared = new Shared();
  run([1, 0, 0].map((timeoutMs) => new Thread({ target: meet, args: [kind, shared, 1, timeoutMs] })));
  const [passed, broken] = [shared.inside.load(), shared.peak.load()];
  return passed + broken === 3 && passed * broken === 0;
}

export function nest(shared: SharedWords, times: number): void {
  atStartLine(shared);
  for (let i = 0; i < times; i++) {
    shared.rlock.withLock(() =>
      shared.rlock.withLock(() => {
        enter(shared);
        exit(shared);
      }),
    );
  }
}

/** A lock taken twice by each: one thread inside at a time, free at the end. */
export function nested(count: number, times: number) {
  const shared = new Shared();
  run(several(count, nest, shared, times), () => fire(shared));
  return { passed: shared.passed.load(), peak: shared.peak.load(), locked: shared.rlock.locked };
}

export function tryOther(shared: SharedWords): void {
  if (!shared.rlock.tryAcquire()) shared.passed.add(1);
  try {
    shared.rlock.release();
  } catch (error) {
    if (error instanceof Error && error.name === "NotOwnerError") shared.passed.add(1);
  }
}

/** Another thread can neither take nor release what this one holds. */
export function foreign(): number {
  const shared = new Shared();
  shared.rlock.acquire();
  run(several(1, tryOther, shared));
  return shared.passed.load();
}

export function readOrWrite(shared: SharedWords, isWriter: boolean, times: number): void {
  atStartLine(shared);
  for (let i = 0; i < times; i++) {
    if (isWriter) {
      shared.rw.write.withLock(() => {
        shared.left += 1;
        enter(shared);
        exit(shared);
      });
    } else {
      shared.rw.read.withLock(() => {
        if (shared.inside.load() !== 0) shared.other.store(1); // a writer is in
      });
    }
  }
}

/** Readers and writers: no update lost, no reader beside a writer. */
export function library(readers: number, writers: number, times: number) {
  const shared = new Shared();
  const people = Array.from({ length: readers + writers }, (_unused, i) => i < writers);
  run(
    people.map((isWriter) => new Thread({ target: readOrWrite, args: [shared, isWriter, times] })),
    () => fire(shared),
  );
  return { left: shared.left, peak: shared.peak.load(), mixed: shared.other.load() };
}

export function giveUpWriting(shared: SharedWords): void {
  if (shared.rw.write.tryAcquireFor(1)) shared.rw.write.release();
}
export function readLate(shared: SharedWords): void {
  shared.rw.read.withLock(() => shared.passed.add(1));
}

/** A writer gives up, perhaps; the reader behind it reads although somebody still does. */
export function outlastWriter(): boolean {
  const shared = new Shared();
  shared.rw.read.acquire();
  const writer = new Thread({ target: giveUpWriting, args: [shared] });
  const reader = new Thread({ target: readLate, args: [shared] });
  startAll([writer, reader]);
  joinAll([reader]);
  shared.rw.read.release();
  joinAll([writer]);
  return shared.passed.load() === 1 && shared.rw.readers === 0;
}

export function dieWith(shared: SharedWords): void {
  shared.rlock.acquire();
  shared.lock.acquire();
}

export function keepLock(shared: SharedWords): void {
  shared.lock.acquire();
}
export function endWithLock(): void {
  run([new Thread({ target: keepLock, args: [new Shared()], name: "keeper" })]);
}

/** After a thread ended with a lock: the next is told, mends it, and from then on it is a lock like any. */
export function inherit(): readonly unknown[] {
  const shared = new Shared();
  const dead = new Thread({ target: dieWith, args: [shared], name: "keeper" });
  run([dead]);
  const seen: unknown[] = [];
  for (const lock of [shared.lock, shared.rlock]) {
    try {
      lock.acquire();
    } catch (error) {
      seen.push(error instanceof Error && error.name, lock.isOwned);
    }
    lock.markConsistent();
    lock.release();
    seen.push(lock.withLock(() => "mended"));
  }
  return seen;
}

const Forks = struct("Forks", { first: Lock, second: Lock, both: Cell });
export function cross(forks: InstanceType<typeof Forks>, isSwapped: boolean): void {
  const [one, other] = isSwapped ? [forks.second, forks.first] : [forks.first, forks.second];
  one.acquire();
  forks.both.add(1);
  while (forks.both.load() < 2) forks.both.park(1, 5);
  other.acquire(); // here they meet
}

/** Two threads with two locks in opposite order, at full speed, and what the graph says of them. */
export function deadlock() {
  const forks = new Forks();
  const diners = [false, true].map(
    (isSwapped, i) => new Thread({ target: cross, args: [forks, isSwapped], name: `diner-${i + 1}`, daemon: true }),
  );
  startAll(diners);
  let graph = waitGraph();
  for (let i = 0; i < 2000 && graph.deadlocked.filter(({ line }) => line !== null).length < 2; i++) {
    diners[0]?.join(20);
    graph = waitGraph();
  }
  return { text: String(graph), me: currentThread().name };
}
