/** What a thread asks for. It is carried out when the search lets the thread go on; `yield` answers the result. */
export interface Operation {
  readonly kind: OperationKind;
  readonly on: Shared;
  /** The second object of an operation on two: the lock of a condition. */
  readonly lock: Shared | null;
  readonly value: number;
  readonly expected: number;
  /** Infinity: for ever. Any finite time may pass at any moment, since nothing bounds how slow the other threads are. */
  readonly timeoutMs: number;
  /** All that the thread still knows here, its place included; null: whatever it has read since it began. */
  readonly local: readonly number[] | null;
}

/**
 * The same operation, with the exact local state of the thread that asks: its place in the program, every variable and value
 * that it may still use. Threads in the same place that know the same are then alike, whatever they had read before, so that
 * programs which retry around a condition complete. Leaving something out makes the exploration unsound.
 */
export function knowing(asked: Operation, local: readonly number[]): Operation {
  return { ...asked, local };
}

export type OperationKind =
  | "load"
  | "store"
  | "add"
  | "exchange"
  | "compare-exchange"
  | "acquire"
  | "try-acquire"
  | "release"
  | "wait"
  | "notify"
  | "park"
  | "unpark";

/** A value that threads share, by kind: `plain` and `atomic` cells, `permits` (lock, semaphore), `condition`. */
export type SharedKind = "plain" | "atomic" | "permits" | "condition";

/** One shared object: what the model knows of it. Made by `Memory`; its number is its place in the order of creation. */
export class Shared {
  readonly index: number;
  readonly kind: SharedKind;
  readonly name: string;
  readonly initial: number;

  constructor(index: number, kind: SharedKind, name: string, initial: number) {
    this.index = index;
    this.kind = kind;
    this.name = name;
    this.initial = initial;
  }
}

function operation(on: Shared, kind: OperationKind, more: Partial<Operation> = {}): Operation {
  return { lock: null, value: 0, expected: 0, timeoutMs: Infinity, local: null, ...more, kind, on };
}

/** A field that is read and written plainly: two threads at it at the same time, one of them writing, are a data race. */
export class PlainCell extends Shared {
  load = (): Operation => operation(this, "load");
  store = (value: number): Operation => operation(this, "store", { value });
}

/** A word with atomic operations, on which threads can sleep. */
export class AtomicCell extends Shared {
  load = (): Operation => operation(this, "load");
  store = (value: number): Operation => operation(this, "store", { value });
  /** Answers what was there before; so do `exchange` and `compareExchange`. */
  add = (value: number): Operation => operation(this, "add", { value });
  exchange = (value: number): Operation => operation(this, "exchange", { value });
  compareExchange = (expected: number, value: number): Operation =>
    operation(this, "compare-exchange", { expected, value });
  /** Sleeps while the value is `expected`. Answers 0: woken · 1: another value was there · 2: timed out. */
  park = (expected: number, timeoutMs = Infinity): Operation => operation(this, "park", { expected, timeoutMs });
  /** Wakes up to `count` sleepers, the longest first; answers how many. */
  unpark = (count = 1): Operation => operation(this, "unpark", { value: count });
}

/** Permits that are taken one at a time; a lock is one permit. Any thread may release. */
export class Permits extends Shared {
  /** A lock should be free when all threads are over; a semaphore may end with any number. */
  readonly isLock: boolean;

  constructor(index: number, name: string, permits: number, isLock: boolean) {
    super(index, "permits", name, permits);
    this.isLock = isLock;
  }
  /** Answers 1, or 0 when the time passed first. */
  acquire = (timeoutMs = Infinity): Operation => operation(this, "acquire", { timeoutMs });
  tryAcquire = (): Operation => operation(this, "try-acquire");
  release = (): Operation => operation(this, "release");
}

/** A condition of one lock. */
export class ConditionOf extends Shared {
  readonly guard: Permits;

  constructor(index: number, name: string, guard: Permits) {
    super(index, "condition", name, 0);
    this.guard = guard;
  }
  /** Releases the lock, sleeps, acquires it again. Answers 1, or 0 when the time passed first. */
  wait = (timeoutMs = Infinity): Operation => operation(this, "wait", { lock: this.guard, timeoutMs });
  /** Wakes up to `count` sleepers, the longest first; answers how many. */
  notify = (count = 1): Operation => operation(this, "notify", { value: count });
  notifyAll = (): Operation => operation(this, "notify", { value: Infinity });
}

/** Where a program declares what its threads share. */
export class Memory {
  readonly objects: Shared[] = [];

  plain(name: string, initial = 0): PlainCell {
    return this.#keep(new PlainCell(this.objects.length, "plain", name, initial));
  }
  atomic(name: string, initial = 0): AtomicCell {
    return this.#keep(new AtomicCell(this.objects.length, "atomic", name, initial));
  }
  lock(name: string): Permits {
    return this.#keep(new Permits(this.objects.length, name, 1, true));
  }
  semaphore(name: string, permits: number): Permits {
    return this.#keep(new Permits(this.objects.length, name, permits, false));
  }
  condition(name: string, guard: Permits): ConditionOf {
    return this.#keep(new ConditionOf(this.objects.length, name, guard));
  }

  #keep<T extends Shared>(object: T): T {
    this.objects.push(object);
    return object;
  }
}
