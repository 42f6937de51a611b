import { Thread } from "@lockstep/threading";
import { HolderWords, type HolderWordsObject, useHolder } from "./holder-kinds.ts";

/** One program for each claim about RLock, RWLock, Latch and Once; `kind` as in `holder-kinds.ts`. */
function several<A extends unknown[]>(count: number, target: (...args: A) => unknown, ...args: A): Thread<A>[] {
  return Array.from({ length: count }, () => new Thread({ target, args }));
}
function run(threads: readonly Thread[], between: () => void = () => undefined): void {
  for (const thread of threads) thread.start();
  between();
  for (const thread of threads) thread.join();
}

function inside(shared: HolderWordsObject, body: () => void = () => undefined): void {
  const now = shared.inside.add(1) + 1;
  if (now > shared.peak.load()) shared.peak.store(now);
  body();
  shared.inside.add(-1);
}

export function nest(kind: string, shared: HolderWordsObject, times: number): void {
  const { rlock } = useHolder(kind, shared);
  for (let i = 0; i < times; i++) {
    rlock.acquire();
    inside(shared, () => {
      rlock.acquire();
      shared.left += 1;
      rlock.release();
      shared.left += 1;
    });
    rlock.release();
  }
}

/** 11: one thread inside, also between the inner release and the outer one. */
export function nested(kind: string, threads: number, times: number) {
  const shared = new HolderWords();
  run(several(threads, nest, kind, shared, times));
  return { left: shared.left, peak: shared.peak.load() };
}

export function tryForeign(kind: string, shared: HolderWordsObject): void {
  const { rlock } = useHolder(kind, shared);
  if (!rlock.tryAcquire()) shared.passed.add(1);
  try {
    rlock.release();
  } catch (error) {
    if (error instanceof Error && error.name === "NotOwnerError") shared.passed.add(1);
  }
}

/** 13: another thread can neither take nor release what this one holds. */
export function foreign(kind: string): number {
  const shared = new HolderWords();
  const { rlock } = useHolder(kind, shared);
  rlock.acquire();
  rlock.acquire();
  run(several(1, tryForeign, kind, shared));
  rlock.release();
  rlock.release();
  return shared.passed.load();
}

export function read(kind: string, shared: HolderWordsObject): void {
  const side = useHolder(kind, shared).read;
  side.acquire();
  if (shared.inside.load() !== 0) shared.mixed.add(1);
  shared.passed.add(1);
  side.release();
}
export function write(kind: string, shared: HolderWordsObject): void {
  const side = useHolder(kind, shared).write;
  side.acquire();
  inside(shared, () => (shared.left += 1));
  side.release();
}

/** No reader beside a writer, no two writers, and everybody is served. */
export function library(kind: string, readers: number, writers: number) {
  const shared = new HolderWords();
  run([...several(readers, read, kind, shared), ...several(writers, write, kind, shared)]);
  return {
    read: shared.passed.load(),
    written: shared.left,
    mixed: shared.mixed.load(),
    isAlone: shared.peak.load() <= 1,
  };
}

export function meetReader(kind: string, shared: HolderWordsObject): void {
  const side = useHolder(kind, shared).read;
  side.acquire();
  shared.other.add(1);
  shared.other.unpark();
  for (let here = shared.other.load(); here < 2; here = shared.other.load()) shared.other.park(here);
  side.release();
}

/** Two readers are inside at the same time: each waits there for the other. */
export function together(kind: string): number {
  const shared = new HolderWords();
  run(several(2, meetReader, kind, shared));
  return shared.other.load();
}

export function finish(kind: string, shared: HolderWordsObject): void {
  shared.passed.add(1);
  useHolder(kind, shared).latch.countDown();
}

/** The latch opens when all three have counted, no sooner, and stays open. */
export function allDone(kind: string): readonly unknown[] {
  const shared = new HolderWords();
  const { latch } = useHolder(kind, shared);
  let seen = 0;
  run(several(3, finish, kind, shared), () => {
    latch.wait();
    seen = shared.passed.load();
  });
  return [seen, latch.wait(0)];
}

export function start(kind: string, shared: HolderWordsObject): void {
  useHolder(kind, shared).once.run(() => {
    shared.passed.add(1);
    shared.left = 7;
  });
  if (shared.left !== 7) shared.mixed.add(1); // it was not done, and this one went on
}

/** The body runs once, and nobody goes on before it has. */
export function once(kind: string, threads: number): readonly number[] {
  const shared = new HolderWords();
  run(several(threads, start, kind, shared));
  return [shared.passed.load(), shared.mixed.load()];
}

export function giveUp(kind: string, shared: HolderWordsObject): void {
  const { rlock } = useHolder(kind, shared);
  if (!rlock.tryAcquireFor(1)) return;
  shared.other.add(1);
  rlock.release();
}

/** One waiter gives up, perhaps; the other gets the lock when the holder has released it as often as acquired. */
export function outlastHolder(kind: string): readonly unknown[] {
  const shared = new HolderWords();
  const { rlock } = useHolder(kind, shared);
  rlock.acquire();
  rlock.acquire();
  run(
    [new Thread({ target: giveUp, args: [kind, shared] }), new Thread({ target: nest, args: [kind, shared, 1] })],
    () => {
      rlock.release();
      rlock.release();
    },
  );
  return [shared.left, rlock.tryAcquire()];
}

export function waitABit(kind: string, shared: HolderWordsObject): void {
  if (useHolder(kind, shared).latch.wait(1)) shared.other.add(1);
}
export function waitLong(kind: string, shared: HolderWordsObject): void {
  if (useHolder(kind, shared).latch.wait()) shared.mixed.add(1);
}

/** One gives up on a latch, perhaps; the other is let through. */
export function outlastLatch(kind: string): number {
  const shared = new HolderWords();
  run([
    new Thread({ target: waitABit, args: [kind, shared] }),
    new Thread({ target: waitLong, args: [kind, shared] }),
    ...several(3, finish, kind, shared),
  ]);
  return shared.mixed.load();
}
