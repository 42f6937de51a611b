import { TooManyThreadsError } from "@lockstep/memory";
import type { Encoded } from "@lockstep/memory/seam";
import type { ThreadStart } from "./messages.ts";
import { Slot } from "./slot.ts";

/**
 * Where workers wait for the threads that they are to run, without an event loop: whoever starts a thread writes down what
 * it does and wakes the worker of that number. So a round of several threads begins within microseconds.
 *
 * **Invariant**: a place is written by the one who starts its thread, then by its worker, when that thread is over.
 */

/** Threads of one round. */
export const PLACES = 16;
/** Of what a thread is to do, and of how it ended. */
const SLOT_BYTES = 64 * 1024;
const HEAD_WORDS = 4;
const PLACE_BYTES = HEAD_WORDS * 4 + 2 * SLOT_BYTES;
// Words of a place: whether there is something to do · 1 for a daemon · 1 once its thread is over · 1 once its worker has left.
const GO = 0;
const DAEMON = 1;
const IS_OVER = 2;
const HAS_LEFT = 3;
// Of place 0, where no thread is: threads of this round that were started, and those that are over and were no daemons.
const STARTED = 0;
const OVER = 1;
/** Counts both, for whoever waits for the next of them. */
const EVENTS = 2;
/** Daemons among the started. */
const DAEMONS = 3;

/** How a thread ended. */
export type LineEnd =
  /** `result` is the main thread's, as JSON; null where JSON can't say it. */
  { readonly kind: "returned"; readonly result: string | null } | { readonly kind: "threw"; readonly error: string };

export function createStartLine(): SharedArrayBuffer {
  return new SharedArrayBuffer((PLACES + 1) * PLACE_BYTES);
}

export class StartLine {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #starts: readonly Slot<ThreadStart>[];
  readonly #ends: readonly Slot<LineEnd>[];

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    const places = Array.from({ length: PLACES + 1 }, (_unused, place) => place * PLACE_BYTES + HEAD_WORDS * 4);
    this.#starts = places.map((at) => new Slot(memory, at, SLOT_BYTES, areAlike));
    this.#ends = places.map((at) => new Slot(memory, at + SLOT_BYTES, SLOT_BYTES, endAlike));
  }

  /** Has the worker of the thread's number run it. @throws {TooManyThreadsError} @throws {RangeError} for more than can be written down. */
  pass(start: ThreadStart): void {
    if (start.number > PLACES) throw new TooManyThreadsError(PLACES);
    const at = wordOf(start.number);
    Atomics.add(this.#words, STARTED, 1);
    if (start.daemon) Atomics.add(this.#words, DAEMONS, 1);
    this.#words[at + DAEMON] = start.daemon ? 1 : 0;
    this.#words[at + IS_OVER] = 0;
    slotOf(this.#starts, start.number).put(start);
    Atomics.store(this.#words, at + GO, 1);
    Atomics.notify(this.#words, at + GO, 1);
    this.#tell(); // whoever waits for all may have to make a worker
  }

  /** Sleeps until there is a thread to run here. By its worker. */
  await(place: number): void {
    const at = wordOf(place) + GO;
    while (Atomics.compareExchange(this.#words, at, 1, 0) !== 1) Atomics.wait(this.#words, at, 0);
  }

  /** The thread to run here, once it was passed. By its worker. */
  read(place: number): ThreadStart {
    return slotOf(this.#starts, place).take();
  }

  /** What became of the thread. By its worker, before anybody can know that it is over. */
  keepEnd(place: number, end: LineEnd): void {
    slotOf(this.#ends, place).put(end);
  }

  /** The worker ends with its thread: before `over`, so that it is known as soon as that is. */
  leave(place: number): void {
    Atomics.store(this.#words, wordOf(place) + HAS_LEFT, 1);
  }

  /** Whether the worker has left since the last time that this was asked. What lies at its place is for the next one. */
  takeLeft(place: number): boolean {
    return Atomics.exchange(this.#words, wordOf(place) + HAS_LEFT, 0) === 1;
  }

  /** The worker's thread is over. */
  over(place: number): void {
    Atomics.store(this.#words, wordOf(place) + IS_OVER, 1);
    if (this.#words[wordOf(place) + DAEMON] === 0) Atomics.add(this.#words, OVER, 1);
    this.#tell();
  }

  /** Before a round, while no thread of it runs. */
  begin(): void {
    this.#words[STARTED] = this.#words[OVER] = this.#words[DAEMONS] = 0;
    for (let place = 1; place <= PLACES; place++) this.#words[wordOf(place) + IS_OVER] = 0;
  }

  /** Sleeps until all threads of the round but its daemons are over; answers false where that takes longer. @param onStart called meanwhile, after each start. */
  awaitAll(limitMs: number, onStart: () => void): boolean {
    const deadlineMs = performance.now() + limitMs;
    for (;;) {
      const events = Atomics.load(this.#words, EVENTS); // before looking, so that nothing is missed after it
      onStart();
      // In this order: whoever is started meanwhile can only make the last of the three larger.
      const over = Atomics.load(this.#words, OVER);
      const daemons = Atomics.load(this.#words, DAEMONS);
      if (over > 0 && over === Atomics.load(this.#words, STARTED) - daemons) return true;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return false;
      Atomics.wait(this.#words, EVENTS, events, leftMs);
    }
  }

  /** The numbers of the threads of this round. */
  places(): readonly number[] {
    return Array.from({ length: this.#words[STARTED] ?? 0 }, (_unused, i) => i + 1);
  }

  /** Whether the thread of this number is over, so that its end can be read. */
  isOver(place: number): boolean {
    return Atomics.load(this.#words, wordOf(place) + IS_OVER) === 1;
  }

  endOf(place: number): LineEnd {
    return slotOf(this.#ends, place).take();
  }

  /** For a new worker at a place: what was to be done there is given up. */
  clear(place: number): void {
    this.#words[wordOf(place) + GO] = 0;
    this.#words[wordOf(place) + HAS_LEFT] = 0;
    Atomics.store(this.#words, wordOf(place) + IS_OVER, 1);
  }

  #tell(): void {
    Atomics.add(this.#words, EVENTS, 1);
    Atomics.notify(this.#words, EVENTS);
  }
}

function slotOf<T>(slots: readonly Slot<T>[], place: number): Slot<T> {
  const slot = slots[place];
  if (!slot) throw new TooManyThreadsError(PLACES);
  return slot;
}

/** Whether two threads are started alike, with nothing that one of them could change for the other. */
function areAlike(one: ThreadStart, other: ThreadStart): boolean {
  return (
    one.number === other.number &&
    one.name === other.name &&
    one.daemon === other.daemon &&
    one.at === other.at &&
    one.delayMs === other.delayMs &&
    one.isAsync === other.isAsync &&
    one.target.module === other.target.module &&
    one.target.name === other.target.name &&
    one.target.source === other.target.source &&
    one.fields === null &&
    other.fields === null &&
    one.args.length === other.args.length &&
    one.args.every((argument, i) => isSame(argument, other.args[i]))
  );
}

/** Of a shared object each thread makes a handle of its own; what is none, and no scalar, it could change. */
function isSame(one: Encoded, other: Encoded): boolean {
  if (typeof one !== "object" || one === null) return Object.is(one, other);
  if (typeof other !== "object" || other === null || !("shared" in one && "shared" in other)) return false;
  const [a, b] = [one.shared, other.shared];
  return a.at === b.at && a.class.name === b.class.name && a.class.module === b.class.module;
}

function endAlike(one: LineEnd, other: LineEnd): boolean {
  if (one.kind === "threw") return other.kind === "threw" && one.error === other.error;
  return other.kind === "returned" && one.result === other.result;
}

function wordOf(place: number): number {
  return (place * PLACE_BYTES) / 4;
}
