const DATA = Symbol("data");

/** Which logical thread runs here. Set by `threading`; a plain program's main thread is number 1. */
export interface ThisThread {
  /** 1 or more; 1 is the main thread of the program. */
  readonly number: number;
  readonly name: string;
  /** A daemon does not keep its program alive. */
  readonly daemon: boolean;
  /** False where an event loop has to go on: on Node's main thread, and in a thread that shares its worker with others. */
  readonly mayBlock: boolean;
  /** Shares its worker with other threads; absent: no. */
  readonly isShared?: boolean;
  /** What `ofThread` keeps. */
  [DATA]?: unknown[];
}

let current: ThisThread = { number: 1, name: "main", daemon: false, mayBlock: false };
let find: (() => ThisThread | undefined) | null = null;

/** The thread that calls. */
export function thisThread(): ThisThread {
  return find?.() ?? current;
}

/** From now on this worker is that thread's; what belonged to the one before is out of reach. */
export function becomeThread(thread: ThisThread): void {
  current = thread;
}

/** For a worker that several threads share: how to find out which of them calls. Where that doesn't know, the worker's own does. */
export function findThreadBy(finder: () => ThisThread | undefined): void {
  find = finder;
}

let kinds = 0;

/** Data of each thread of this worker; it ends with its thread. Answers a function that gives the caller's own, made by `make` at its first call. */
export function ofThread<T>(make: () => T): () => T {
  const kind = kinds++;
  return () => {
    const data = (thisThread()[DATA] ??= []);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `make` puts something there
    return (data[kind] ??= make()) as T;
  };
}

const endings: ((number: number) => void)[] = [];

/** Calls `hook` in each thread that ends, with its number, before anybody can know that it ended: locks it holds are marked then. */
export function onThreadEnd(hook: (number: number) => void): void {
  endings.push(hook);
}

/** The calling thread is about to end. By `threading`. */
export function threadEnds(): void {
  const { number } = thisThread();
  for (const hook of endings) hook(number);
}
