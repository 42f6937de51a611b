import type { Operation, OperationKind } from "./operation.ts";
import type { Rule } from "./rule.ts";

/** A value that threads share, by kind. `guarded`: follows rules of its own · `thread`: its number · `mark`: a line for the schedule. */
export type SharedKind = "plain" | "atomic" | "permits" | "condition" | "guarded" | "thread" | "mark" | "nothing";

/** One shared object: what the model knows of it. Made by `Memory`; its number is its place in the order of creation. */
export class Shared {
  readonly index: number;
  readonly kind: SharedKind;
  /** Of a word of real memory it is known once a thread has said it. */
  name: string;
  readonly initial: number;
  /** The same in each run and each copy of the program. */
  id: string;

  constructor(index: number, kind: SharedKind, name: string, initial: number) {
    this.index = index;
    this.kind = kind;
    this.name = name;
    this.initial = initial;
    this.id = String(index);
  }
}

export function operation(on: Shared, kind: OperationKind, more: Partial<Operation> = {}): Operation {
  // Each field by itself: all operations have one shape then, which is made and read several times as fast as a spread.
  return {
    kind,
    on,
    lock: more.lock ?? null,
    value: more.value ?? 0,
    expected: more.expected ?? 0,
    timeoutMs: more.timeoutMs ?? Infinity,
    isPlain: more.isPlain ?? false,
    rule: more.rule ?? null,
    alternatives: more.alternatives ?? null,
    body: more.body ?? null,
    local: more.local ?? null,
  };
}

/** A field that is read and written plainly: two threads at it at the same time, one of them writing, are a data race. */
export class PlainCell extends Shared {
  /** Bookkeeping of whoever watches: its accesses are no decision points and don't race. */
  isQuiet = false;
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

/** A word that nobody wakes: whoever parks on it lets time pass. Its name says for what. */
export class Clock extends AtomicCell {}

/** A word of memory as our own primitives see it: read and written plainly in some places, atomically in others. */
export class Word extends AtomicCell {
  /** Whether it has been used in both ways: then its plain accesses are decision points. */
  usedPlainly = false;
  usedAtomically = false;
  read = (): Operation => operation(this, "load", { isPlain: true });
  write = (value: number): Operation => operation(this, "store", { value, isPlain: true });
}

/** A word of real shared memory: real threads change it, the model looks at it. */
export class RealWord extends Word {
  /** What is in it now, and what threads have called it in this round: empty where none has. */
  readonly real: { readonly value: () => number; readonly name: () => string };
  /** Whoever goes on here may touch anything: a section of a primitive's bookkeeping. */
  readonly isWide: boolean;

  constructor(index: number, name: string, real: RealWord["real"], isWide: boolean) {
    super(index, "atomic", name, 0);
    this.real = real;
    this.isWide = isWide;
  }
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
  readonly guard: Permits | Guarded;

  constructor(index: number, name: string, guard: Permits | Guarded) {
    super(index, "condition", name, 0);
    this.guard = guard;
  }
  /** Releases the lock, sleeps, acquires it again. Answers 1, or 0 when the time passed first. */
  wait = (timeoutMs = Infinity): Operation => operation(this, "wait", { lock: this.guard, timeoutMs });
  /** Wakes up to `count` sleepers, the longest first; answers how many. */
  notify = (count = 1): Operation => operation(this, "notify", { lock: this.guard, value: count });
  notifyAll = (): Operation => this.notify(Infinity);
}

/** An object whose operations are rules: each says when it can happen and what it does, in one step. */
export class Guarded extends Shared {
  /** A lock that one thread holds: its value is 0, or the number of its holder from 1 plus multiples of `THREAD_NUMBERS`. */
  readonly isLock: boolean;

  constructor(index: number, name: string, initial: number, isLock: boolean) {
    super(index, "guarded", name, initial);
    this.isLock = isLock;
  }
  /** Whether such a value names a thread: of a `Once` and a lock's writer. */
  names: (value: number) => boolean = () => false;
  do = (rule: Rule, timeoutMs = Infinity): Operation => operation(this, "rule", { rule, timeoutMs });
}

/** A thread, as others know it: 0 before it was started, then its number from 1, negative (with what it returned) once it is over. */
export class ThreadObject extends Shared {
  start = (body: NonNullable<Operation["body"]>): Operation => operation(this, "start", { body });
  /** Answers 1, or 0 when the time passed first. */
  join = (timeoutMs = Infinity): Operation => operation(this, "join", { timeoutMs });
  /** Answers 1 between its start and its end. */
  isAlive = (): Operation => operation(this, "is-alive");
}

/** All numbers of threads, which count from 1, lie below it: a value that holds one has other things in multiples of this. */
export const THREAD_NUMBERS = 512;

/** The thread that holds a lock of this value, from 1; 0: nobody. */
export function holderOf(value: number): number {
  return value % THREAD_NUMBERS;
}

/** A thread that is over: its number, and the number of what it returned. */
export function overValue(index: number, result: number): number {
  return -1 - index - THREAD_NUMBERS * result;
}

/** The number of a thread from 1, by the value of its object; 0 before it was started. */
export function numberOfThread(value: number): number {
  return Math.abs(value) % THREAD_NUMBERS;
}

/** The number of what a thread returned, by the value of its object. */
export function resultOfThread(value: number): number {
  return Math.floor(-value / THREAD_NUMBERS);
}

/** Waits for whatever comes first of several things; which one that is, is a decision. Rules and ends of threads only. */
export function select(on: Shared, alternatives: readonly (Operation | null)[]): Operation {
  const timeoutMs = Math.min(...alternatives.map((each) => each?.timeoutMs ?? Infinity));
  return operation(on, "select", { alternatives, timeoutMs });
}

/** A line for the schedule. */
export class Mark extends Shared {
  say = (): Operation => operation(this, "rule", { rule: said });
}
const said: Rule = { step: "mark", edge: "follow", isLook: true, isGift: true, apply: () => -1 };
