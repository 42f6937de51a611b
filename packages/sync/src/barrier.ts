import { enterSection, gate, leaveSection, peek, registerObject, type SharedClass, words } from "@lockstep/memory/seam";
import { BadCountError, BrokenBarrierError } from "./errors.ts";
import { HAS_QUEUE, nameOf, OWN, primitiveBlock, registerPrimitive, SECTION } from "./primitive.ts";
import { deadlineOf, mustMayBlock, type WaitOptions } from "./wait-options.ts";
import {
  dropWaiter,
  firstWaiter,
  isRemoved,
  newWaiter,
  pushLast,
  REFUSED,
  remove,
  sleep,
  sleepAsync,
  tell,
  turnOf,
  WAITING,
  wake,
  WOKEN,
} from "./waiters.ts";

const KIND = "sync:Barrier";
const PARTIES = OWN;
const BROKEN = OWN + 1;
const COUNT = OWN + 2;
const HAS_ACTION = OWN + 3;
const PARTIES_MAX = 2 ** 20;

/** How a barrier is made. */
export interface BarrierOptions {
  /** For reports; "Barrier" where absent. */
  readonly name?: string;
  /**
   * Runs once a round, in the thread that comes last, before anyone goes on. A function doesn't cross to another thread:
   * make a barrier with an action at the top level of a module, where every thread has it.
   */
  readonly action?: () => void;
  /** For every `wait` that says nothing else. Absent: for ever. */
  readonly timeoutMs?: number;
}

/**
 * A place where a fixed number of threads wait for one another, again and again.
 *
 * **Invariant**: nobody passes before all parties of a round have come; nobody is a round ahead.
 * **Fairness**: all go at once. **Threads**: any; a plain main thread uses `waitAsync`.
 * **Death**: a party that dies never comes. One whose time is over, or who is aborted, breaks the barrier for all.
 * **Source**: CPython's `threading.Barrier`.
 */
export class Barrier {
  readonly #at: number;
  readonly #action: (() => void) | undefined;
  readonly #timeoutMs: number | undefined;

  /** @param parties how many threads meet, 1 or more. @throws {BadCountError} */
  constructor(parties: number = 1, { name = "Barrier", action, timeoutMs }: BarrierOptions = {}) {
    if (!(Number.isInteger(parties) && parties >= 1 && parties <= PARTIES_MAX))
      throw new BadCountError("A barrier's number of parties", 1, PARTIES_MAX, parties);
    deadlineOf(timeoutMs);
    this.#action = action;
    this.#timeoutMs = timeoutMs;
    this.#at = primitiveBlock(KIND, name, (at) => {
      words[at + PARTIES] = parties;
      words[at + HAS_ACTION] = Number(action !== undefined);
      words[at + HAS_QUEUE] = 1;
    });
    registerObject(this, { module: null, name: KIND }, this.#at);
    Object.freeze(this);
  }

  /** A field type for structs: `struct("Race", { start: Barrier.of(8) })`. */
  static of(parties: number): SharedClass<Barrier> {
    class Field extends Barrier {}
    registerPrimitive(Field, KIND, {
      create: (name) => new Barrier(parties, { name }),
      attach: () => new Barrier(),
      addressOf: (barrier) => barrier.#at,
    });
    return Field;
  }

  /** How many threads meet. */
  get parties(): number {
    return words[this.#at + PARTIES] ?? 0;
  }

  /** How many of a round have come; 0 after each. For reports. */
  get waiting(): number {
    gate?.point();
    return peek(this.#at + COUNT);
  }

  /** Whether it can't be passed until `reset`. */
  get broken(): boolean {
    gate?.point();
    return peek(this.#at + BROKEN) === 1;
  }

  /**
   * Waits until all parties have come; answers which one this thread was, from 0.
   * @param timeoutMs absent: as the barrier was made; 0: breaks it unless this thread is the last.
   * @throws {BrokenBarrierError} when it is or gets broken, also by this thread's own time-out. @throws {BadTimeoutError}
   */
  wait(timeoutMs: number | undefined = this.#timeoutMs): number {
    const deadlineMs = deadlineOf(timeoutMs);
    const [index, waiter] = this.#arrive(false);
    if (waiter === LAST_PARTY) return this.#pass(index);
    try {
      mustMayBlock("barrier.wait");
    } catch (error) {
      this.#leaveEarly(waiter);
      throw error;
    }
    sleep(waiter, deadlineMs, this.#at);
    if (this.#leaveEarly(waiter) === "waits for the action") sleep(waiter, Infinity, this.#at);
    return this.#end(waiter, index);
  }

  /** As `wait`, without blocking the event loop. Rejects with the signal's reason, and breaks the barrier, when that aborts first. */
  async waitAsync({ timeoutMs = this.#timeoutMs, signal }: WaitOptions = {}): Promise<number> {
    const deadlineMs = deadlineOf(timeoutMs);
    signal?.throwIfAborted();
    const [index, waiter] = this.#arrive(true);
    if (waiter === LAST_PARTY) return this.#pass(index);
    await sleepAsync(waiter, deadlineMs, this.#at, signal);
    const left = this.#leaveEarly(waiter);
    if (left === "waits for the action") await sleepAsync(waiter, Infinity, this.#at, undefined);
    if (left === "broke it" && signal?.aborted) {
      dropWaiter(waiter);
      signal.throwIfAborted();
    }
    return this.#end(waiter, index);
  }

  /** Makes it passable again; those who wait get a `BrokenBarrierError`. */
  reset(): void {
    this.#break(0);
  }

  /** Breaks it: those who wait, and those who come, get a `BrokenBarrierError`. */
  abort(): void {
    this.#break(1);
  }

  toString(): string {
    const state = peek(this.#at + BROKEN) === 1 ? "broken" : `${peek(this.#at + COUNT)}/${this.parties}`;
    return `<Barrier ${nameOf(this.#at)} ${state}>`;
  }

  #arrive(isAsync: boolean): readonly [index: number, waiter: number] {
    const at = this.#at;
    enterSection(at + SECTION);
    if (words[at + BROKEN] === 1) {
      leaveSection(at + SECTION);
      throw new BrokenBarrierError("it was broken before this thread came");
    }
    const index = words[at + COUNT] ?? 0;
    const isLast = index + 1 === words[at + PARTIES];
    words[at + COUNT] = isLast ? 0 : index + 1;
    if (isLast) return [index, LAST_PARTY]; // still in the section: `#pass` goes on
    const waiter = newWaiter(1, isAsync, 0);
    pushLast(at, waiter);
    leaveSection(at + SECTION);
    return [index, waiter];
  }

  /** The last party runs the action, then lets the others go. */
  #pass(index: number): number {
    const others = this.#takeAll();
    leaveSection(this.#at + SECTION); // whoever comes from now on belongs to the next round
    try {
      if (words[this.#at + HAS_ACTION] === 1) this.#act();
    } catch (error) {
      this.abort(); // first: who is told must not find a barrier that can be passed
      this.#tellAll(others, REFUSED);
      throw error;
    }
    this.#tellAll(others, WOKEN);
    gate?.log("release", nameOf(this.#at));
    return index;
  }

  #act(): void {
    if (!this.#action)
      throw new BrokenBarrierError(
        "its action is a function, which this thread doesn't have; make the barrier at the top level of a module",
      );
    this.#action();
  }

  /** After sleeping. A thread whose time was over breaks the barrier, unless all have come meanwhile. */
  #leaveEarly(waiter: number): "was told" | "waits for the action" | "broke it" {
    if (turnOf(waiter) !== WAITING) return "was told";
    enterSection(this.#at + SECTION);
    if (isRemoved(waiter)) {
      const isTold = turnOf(waiter) !== WAITING;
      leaveSection(this.#at + SECTION);
      return isTold ? "was told" : "waits for the action";
    }
    // In one step: else the last party could come in between, and pass a barrier that this thread breaks.
    const all = this.#empty(1);
    leaveSection(this.#at + SECTION);
    this.#tellAll(all, REFUSED);
    return "broke it";
  }

  #end(waiter: number, index: number): number {
    const turn = turnOf(waiter);
    dropWaiter(waiter);
    if (turn !== WOKEN) throw new BrokenBarrierError("a thread gave up, or it was aborted or reset");
    return index;
  }

  #break(broken: 0 | 1): void {
    enterSection(this.#at + SECTION);
    const all = this.#empty(broken);
    leaveSection(this.#at + SECTION);
    this.#tellAll(all, REFUSED);
  }

  /** Inside the section. */
  #empty(broken: 0 | 1): readonly number[] {
    words[this.#at + BROKEN] = broken;
    words[this.#at + COUNT] = 0;
    return this.#takeAll();
  }

  /** Inside the section. */
  #takeAll(): readonly number[] {
    const all: number[] = [];
    for (let waiter = firstWaiter(this.#at); waiter !== 0; waiter = firstWaiter(this.#at)) {
      remove(this.#at, waiter);
      all.push(waiter);
    }
    return all;
  }

  /** They are out of the list, so each waits for this word of ours: its record stays its own until then. */
  #tellAll(waiters: readonly number[], turn: number): void {
    for (const waiter of waiters) {
      tell(waiter, turn);
      wake(waiter);
    }
  }

  static {
    registerPrimitive(this, KIND, {
      create: (name) => new Barrier(1, { name }),
      attach: () => new Barrier(),
      addressOf: (barrier) => barrier.#at,
    });
  }
}

/** Stands for "all have come". No block has this address. */
const LAST_PARTY = 0;
