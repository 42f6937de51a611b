import {
  deadlineOf,
  DOES,
  encode,
  encodeAll,
  type Encoded,
  gate,
  leftMs,
  nextThreadNumber,
  park,
  parkAsync,
  registerClass,
  registerObject,
  STATE,
  thisThread,
} from "@lockstep/memory/seam";
import { BadTargetError, MainGuardError, NoSupervisorError, ThreadStateError } from "./errors.ts";
import { ownTargetOf } from "./own-targets.ts";
import {
  defaultName,
  describeRecord,
  ENDED,
  glimpse,
  INITIAL,
  isDaemonRecord,
  markStarted,
  NAME_MAX,
  nameOfRecord,
  newRecord,
  numberOfRecord,
  readResult,
  STARTED,
  stateOf,
} from "./record.ts";
import { enroll } from "./roll.ts";
import { surroundingsHere } from "./surroundings.ts";

const KEY = "threading:Thread";

/** What a call of a function with these parameters takes: `options` is the last of them. */
type Call<A extends unknown[]> =
  | { readonly args?: NoInfer<A>; readonly options?: never }
  | (A extends [...infer First, infer Last] ? { readonly args?: First; readonly options: Last } : never);

interface Description {
  /** For schedules and messages; "thread-N (target)" where absent. */
  readonly name?: string;
  /** A daemon ends with the program instead of keeping it alive. Where absent: as the thread that makes it. */
  readonly daemon?: boolean;
}

/** What a thread does, and what it is called. */
export type ThreadOptions<A extends unknown[], R> = Description & {
  /** A function that its module exports; it is called in the new thread. Absent in a subclass with `run`. */
  readonly target?: (...args: A) => R;
} & Call<A>;

/** While a handle on a thread that another one made is made: the address of its record. */
let attachedAt: number | null = null;

let recordOf: (thread: Thread) => number;
let setDelay: (thread: Thread, delayMs: number) => void;
export { recordOf, setDelay };

/**
 * A thread of execution.
 *
 * **Invariant**: `target`, or `run` of a subclass, is called once, after `start`, in another thread; after `join` has
 * returned it is over.
 * **Fairness**: who runs when is up to the system; in gated rounds to the round's seed.
 * **Threads**: started by the thread that made it, joined by any; `join` and `result` block, their asynchronous forms don't.
 * **Death**: an error that leaves the function goes to the hook (`onUncaughtError`) and to whoever asks for the `result`.
 * Each thread has its own instance of every module; structs and primitives made at module level are shared.
 * @example
 * const thread = new Thread({ target: sell, args: [office] });
 * thread.start();
 * thread.join();
 * @example
 * export class Clerk extends Thread { // exported, as a target is
 *   constructor(readonly office: Office) { super(); }
 *   override run() { sell(this.office); } // in the new thread, with a copy of the fields
 * }
 * **Source**: CPython's `threading.Thread`.
 */
export class Thread<A extends unknown[] = unknown[], R = unknown> {
  // Not of type A: a list of threads may hold threads with different arguments.
  readonly #target: ((...args: never[]) => unknown) | null;
  readonly #args: readonly unknown[];
  /** The class it was made as: what it says of itself later decides nothing. */
  readonly #type: abstract new (...args: never[]) => unknown;
  readonly #at: number;
  readonly #isMadeHere: boolean;
  #delayMs: number | null = null;
  #name: string;
  #isDaemon: boolean;

  /** @throws {BadTargetError} for a target that is no function. */
  constructor(given: ThreadOptions<A, R> = {}) {
    const { target, args = [], options, name, daemon = thisThread().daemon } = given;
    if (target !== undefined && typeof target !== "function")
      throw new BadTargetError("A thread needs a function as target.");
    this.#type = new.target;
    this.#target = target ?? null;
    this.#args = options === undefined ? args : [...args, options];
    this.#isMadeHere = attachedAt === null;
    this.#at = attachedAt ?? newRecord(cut(name), isTrue(daemon));
    this.#name = attachedAt === null ? cut(name) : ""; // of another one's thread it is read when somebody asks
    this.#isDaemon = attachedAt === null ? isTrue(daemon) : isDaemonRecord(attachedAt);
    registerObject(this, { module: null, name: KEY }, this.#at);
    if (new.target === Thread) Object.freeze(this);
  }

  /** What the new thread does: calls `target`. A subclass says here what it does instead. Called directly, it runs in the calling thread. */
  run(): unknown {
    return this.#target && Reflect.apply(this.#target, undefined, this.#args);
  }

  get name(): string {
    if (this.#name !== "") return this.#name;
    const known = nameOfRecord(this.#at);
    return known === "" ? `thread (${this.#target?.name ?? this.#type.name})` : known;
  }

  /** @throws {ThreadStateError} after `start`: schedules and reports know it by its name. */
  set name(to: string) {
    this.#mustBeNew("name");
    this.#name = cut(to);
  }

  /** Number among the threads of the program; null before `start`. */
  get ident(): number | null {
    return numberOfRecord(this.#at) || null;
  }

  /** Whether it ends with the program, instead of keeping it alive. */
  get daemon(): boolean {
    return this.#isDaemon;
  }

  /** @throws {ThreadStateError} after `start`: it is settled then whether the program waits. */
  set daemon(isDaemon: boolean) {
    this.#mustBeNew("daemon");
    this.#isDaemon = isTrue(isDaemon);
  }

  /**
   * Asks for the thread to run. Returns at once; when it begins is up to the system.
   * @throws {ThreadStateError} when it was started before, or made by another thread.
   * @throws {BadTargetError} for a target or class that its module doesn't export.
   * @throws {NotTransferableError} for an argument, or a field of a subclass, that can't go to another thread.
   * @throws {MainGuardError} where every new thread would do the same.
   */
  start(): void {
    const surroundings = surroundingsHere();
    if (!surroundings) throw new NoSupervisorError();
    if (glimpse(this.#at) !== INITIAL)
      throw new ThreadStateError("already-started", "A thread can be started once only.");
    if (!this.#isMadeHere)
      throw new ThreadStateError("not-here", "A thread can be started only by the thread that made it.");
    const { host } = surroundings;
    if (host.isLoading && thisThread().number !== 1) throw new MainGuardError();
    const isSubclass = this.run !== Thread.prototype.run;
    const called = isSubclass ? this.#type : this.#target;
    if (!called)
      throw new BadTargetError("A thread needs a function as target, or to be a subclass of Thread with run().");
    const own = ownTargetOf(called);
    const target = own ?? host.describe(called);
    const isAsync = !own && isAsyncFunction(isSubclass ? Reflect.get(this, "run") : called);
    const args = encodeAll(this.#args, "args");
    const fields: Encoded = isSubclass ? encode(Object.fromEntries(Object.entries(this)), "this") : null;
    gate?.point(DOES.start);
    const number = nextThreadNumber();
    const isDaemon = this.#isDaemon;
    const name = this.#name === "" ? defaultName(number, target.name) : this.#name;
    describeRecord(this.#at, this.#name, target.name, isDaemon);
    markStarted(this.#at, number);
    enroll(this.#at);
    // From here no decision point: whoever is admitted may get the baton, and has to be there.
    gate?.admit(number, name, { daemon: isDaemon });
    gate?.log("start", name);
    const delayMs = this.#delayMs;
    surroundings.start({ number, name, daemon: isDaemon, at: this.#at, target, args, fields, delayMs, isAsync });
    gate?.started(number, isDaemon);
  }

  /**
   * Waits until the thread is over; answers false when `timeoutMs` passed first.
   * @throws {ThreadStateError} before `start`, and in the thread itself.
   */
  join(timeoutMs: number = Infinity): boolean {
    const deadlineMs = this.#deadline(timeoutMs);
    while (stateOf(this.#at) !== ENDED) {
      if (park(this.#at + STATE, STARTED, leftMs(deadlineMs)) === "timed-out") return false;
    }
    gate?.log("join", this.name);
    return true;
  }

  /** `join` without blocking the event loop. */
  async joinAsync(timeoutMs: number = Infinity): Promise<boolean> {
    const deadlineMs = this.#deadline(timeoutMs);
    while (stateOf(this.#at) !== ENDED) {
      if ((await parkAsync(this.#at + STATE, STARTED, leftMs(deadlineMs))) === "timed-out") return false;
    }
    gate?.log("join", this.name);
    return true;
  }

  /**
   * Waits until the thread is over, and answers what its function answered: a copy for each call.
   * @throws the error that ended it, with the other thread's stack. @throws {ThreadStateError} as `join`.
   * @throws {NotTransferableError} for an answer that can't go to another thread.
   */
  result(): Awaited<R> {
    this.join();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the function answered, packed and unpacked
    return readResult(this.#at) as Awaited<R>;
  }

  /** `result` without blocking the event loop. */
  async resultAsync(): Promise<Awaited<R>> {
    await this.joinAsync();
    return this.result();
  }

  /** True between `start` and the end of its function. */
  get isAlive(): boolean {
    return stateOf(this.#at) === STARTED;
  }

  toString(): string {
    const state = { [INITIAL]: "initial", [STARTED]: "started", [ENDED]: "stopped" }[glimpse(this.#at)];
    return `<Thread ${this.name} ${state}>`;
  }

  #mustBeNew(what: string): void {
    if (glimpse(this.#at) !== INITIAL)
      throw new ThreadStateError("already-started", `The ${what} of a thread can be set only before it is started.`);
  }

  #deadline(timeoutMs: number): number {
    const deadlineMs = deadlineOf(timeoutMs);
    if (glimpse(this.#at) === INITIAL)
      throw new ThreadStateError("not-started", "A thread can be joined only after it was started.");
    if (numberOfRecord(this.#at) === thisThread().number)
      throw new ThreadStateError("join-self", "A thread can't wait for its own end.");
    return deadlineMs;
  }

  static {
    recordOf = (thread) => thread.#at;
    setDelay = (thread, delayMs) => {
      thread.#delayMs = delayMs;
    };
    registerClass({ module: null, name: KEY }, (at) => handleOn(at, Thread));
  }
}

/**
 * A thread that exists already, as an instance of `type`, whose constructor is not called: what it would do, the thread
 * that made it has done.
 */
export function handleOn(at: number, type: typeof Thread): Thread {
  attachedAt = at;
  try {
    return Reflect.construct(Thread, [], type);
  } finally {
    attachedAt = null;
  }
}

function cut(name: unknown): string {
  return typeof name === "string" ? name.slice(0, NAME_MAX) : "";
}

/** Whatever was given. */
function isTrue(value: unknown): boolean {
  return value === true;
}

const AsyncFunction: unknown = Object.getPrototypeOf(async () => undefined);

function isAsyncFunction(called: object): boolean {
  return Object.getPrototypeOf(called) === AsyncFunction;
}
