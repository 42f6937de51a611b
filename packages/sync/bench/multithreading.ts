import { loadPeer } from "@lockstep/dev/bench";

/** The library `multithreading`, as far as it is measured here. Its functions cross to its workers as text. */
interface Multithreading {
  initRuntime(options: { readonly maxWorkers: number }): void;
  move(...args: readonly unknown[]): unknown;
  spawn(moved: unknown, body: Body): { join(): Promise<{ readonly ok: boolean; readonly value: unknown }> };
  shutdown(): void;
  readonly Mutex: new (value: Int32Array) => object;
  readonly Semaphore: new (permits: number) => object;
}

interface Guard {
  dispose(): void;
}
interface Blocking {
  blockingLock(): Guard;
  blockingAcquire(): Guard;
}
/** When it began and ended, in milliseconds on a clock that all threads have, and what of the processor it used between. */
type Span = readonly [beganMs: number, endedMs: number, cpuTimeMs: number];
type Body = (what: Blocking, line: Int32Array, threads: number, pairs: number) => Span;

/** Pairs of its blocking forms. */
export interface Peer {
  /** Nanoseconds of the processor a pair, one thread. */
  uncontended(pairs: number): Promise<number>;
  /** Million pairs a second, two threads. */
  contendedLock(pairs: number): Promise<number>;
  contendedSemaphore(pairs: number): Promise<number>;
  close(): void;
}

/** Null where it is not installed. */
export async function openMultithreading(): Promise<Peer | null> {
  const loaded = await loadPeer(import.meta.dirname, "multithreading");
  if (!loaded) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what its version 0.3.52 exports
  const peer = loaded as unknown as Multithreading;
  peer.initRuntime({ maxWorkers: 2 });

  const spans = async (what: object, body: Body, threads: number, pairs: number): Promise<readonly Span[]> => {
    const line = new Int32Array(new SharedArrayBuffer(4));
    const running = Array.from({ length: threads }, () =>
      peer.spawn(peer.move(what, line, threads, pairs), body).join(),
    );
    return (await Promise.all(running)).map(({ ok, value }): Span => {
      if (!ok || !Array.isArray(value)) throw new Error("multithreading did not end well.");
      return [Number(value[0]), Number(value[1]), Number(value[2])];
    });
  };
  const rate = async (what: object, body: Body, pairs: number) => {
    const all = await spans(what, body, 2, pairs);
    const tookMs = Math.max(...all.map(([, ended]) => ended)) - Math.min(...all.map(([began]) => began));
    return (2 * pairs) / tookMs / 1000;
  };
  const mutex = () => new peer.Mutex(new Int32Array(new SharedArrayBuffer(4)));
  return {
    uncontended: async (pairs) => {
      const [[, , cpuTimeMs] = [0, 0, Number.NaN]] = await spans(mutex(), lockPairs, 1, pairs);
      return (cpuTimeMs * 1e6) / pairs;
    },
    contendedLock: (pairs) => rate(mutex(), lockPairs, pairs),
    contendedSemaphore: (pairs) => rate(new peer.Semaphore(1), semaphorePairs, pairs),
    close: () => peer.shutdown(),
  };
}

const lockPairs: Body = (mutex, line, threads, pairs) => {
  Atomics.add(line, 0, 1);
  while (Atomics.load(line, 0) < threads);
  const before = process.threadCpuUsage();
  const beganMs = performance.timeOrigin + performance.now();
  for (let i = 0; i < pairs; i++) mutex.blockingLock().dispose();
  const { user, system } = process.threadCpuUsage(before);
  return [beganMs, performance.timeOrigin + performance.now(), (user + system) / 1000];
};

const semaphorePairs: Body = (semaphore, line, threads, pairs) => {
  Atomics.add(line, 0, 1);
  while (Atomics.load(line, 0) < threads);
  const before = process.threadCpuUsage();
  const beganMs = performance.timeOrigin + performance.now();
  for (let i = 0; i < pairs; i++) semaphore.blockingAcquire().dispose();
  const { user, system } = process.threadCpuUsage(before);
  return [beganMs, performance.timeOrigin + performance.now(), (user + system) / 1000];
};
