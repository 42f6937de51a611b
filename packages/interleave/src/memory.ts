import type { LocalState, Operation, OperationKind } from "./operation.ts";
import type { ThreadBody } from "./program.ts";
import {
  AtomicCell,
  Clock,
  ConditionOf,
  Guarded,
  Mark,
  operation,
  Permits,
  PlainCell,
  RealWord,
  Shared,
  ThreadObject,
  Word,
} from "./shared.ts";

/** Where a program declares what its threads share. */
export class Memory {
  readonly objects: Shared[] = [];
  /** Objects made while the program runs, by a name that is the same in each run. */
  readonly #made = new Map<string, Shared>();
  /** Told of each object that is made while the program runs. */
  onMade: ((object: Shared, initial: number) => void) | null = null;

  /** Told of what the program says to whoever watches it. */
  onNoted: ((values: readonly unknown[]) => void) | null = null;

  /** Told of each access of a real thread about which nobody had to decide. */
  onDone: ((thread: number, word: RealWord, kind: OperationKind, isPlain: boolean) => void) | null = null;
  /** Told of each thread that a real one has started. */
  onStarted: ((by: number, thread: ThreadObject, body: ThreadBody) => void) | null = null;

  /** What a shared object holds now: for what only the thread that asks can change. */
  valueOf: (object: Shared) => number = ({ initial }) => initial;

  plain(name: string, initial = 0): PlainCell {
    return this.#keep(new PlainCell(this.objects.length, "plain", name, initial));
  }
  atomic(name: string, initial = 0): AtomicCell {
    return this.#keep(new AtomicCell(this.objects.length, "atomic", name, initial));
  }
  /** @param real, @param isWide see `RealWord`. */
  realWord(name: string, real: RealWord["real"], isWide: boolean): RealWord {
    return this.#keep(new RealWord(this.objects.length, name, real, isWide));
  }
  word(name: string): Word {
    return this.#keep(new Word(this.objects.length, "atomic", name, 0));
  }
  clock(name: string): Clock {
    return this.#keep(new Clock(this.objects.length, "atomic", name, 0));
  }
  lock(name: string): Permits {
    return this.#keep(new Permits(this.objects.length, name, 1, true));
  }
  semaphore(name: string, permits: number): Permits {
    return this.#keep(new Permits(this.objects.length, name, permits, false));
  }
  condition(name: string, guard: Permits | Guarded): ConditionOf {
    return this.#keep(new ConditionOf(this.objects.length, name, guard));
  }
  guarded(name: string, initial = 0, isLock = false): Guarded {
    return this.#keep(new Guarded(this.objects.length, name, initial, isLock));
  }
  mark(text: string): Mark {
    return this.#keep(new Mark(this.objects.length, "mark", text, 0));
  }
  thread(name: string): ThreadObject {
    return this.#keep(new ThreadObject(this.objects.length, "thread", name, 0));
  }

  /**
   * An object that is made while a thread runs.
   * @param key unlike that of any other object, and the same in each run in which it is made.
   */
  during<T extends Shared>(
    key: string,
    make: (memory: Memory) => T,
    type: new (...args: never[]) => T,
    initial: number,
  ): T {
    const before = this.#made.get(key);
    const object = before instanceof type ? before : make(this);
    object.id = key;
    this.#made.set(key, object);
    this.onMade?.(object, initial);
    return object;
  }

  #keep<T extends Shared>(object: T): T {
    this.objects.push(object);
    return object;
  }
}

const nothing = new Shared(-1, "nothing", "a loop", 0);

/** A loop turned too often without a step: the run is given up here. */
export function tooLong(local: LocalState): Operation {
  return operation(nothing, "too-long", { local });
}
