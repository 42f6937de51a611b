/** Which logical thread runs here. Set by `threading`; a plain program's main thread is number 1. */
export interface ThisThread {
  /** 1 or more; 1 is the main thread of the program. */
  readonly number: number;
  readonly name: string;
  /** A daemon does not keep its program alive. */
  readonly daemon: boolean;
  /** False on the thread that owns the event loop of the program. */
  readonly mayBlock: boolean;
}

let current: ThisThread = { number: 1, name: "main", daemon: false, mayBlock: false };

export function thisThread(): ThisThread {
  return current;
}

export function becomeThread(thread: ThisThread): void {
  current = thread;
}

const endings: ((number: number) => void)[] = [];

/** Calls `hook` in each thread that ends, with its number, before anybody can know that it ended: locks it holds are marked then. */
export function onThreadEnd(hook: (number: number) => void): void {
  endings.push(hook);
}

/** The calling thread is about to end. By `threading`. */
export function threadEnds(): void {
  for (const hook of endings) hook(current.number);
}
