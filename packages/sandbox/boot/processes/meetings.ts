import type { Plain, ProcessCall } from "@lockstep/contracts";

/** How a call ends: at once with an answer, or not yet. */
type Answered = { readonly answer: Plain } | null;

interface LockState {
  holder: number | null;
  readonly waiting: number[];
}

interface QueueState {
  /** As JSON: parsed, a text of small arrays takes many times its length. */
  readonly items: string[];
  readonly waiting: number[];
}

/** Of a call, in a message: what is put may be long. */
const SHOWN_CHARACTERS = 200;

/** More than any text takes beside its characters, of which each takes two bytes at most. */
const ITEM_BYTES = 64;

/** What is put and not yet taken would be more than is held. */
export class TooMuchHeldError extends Error {
  readonly code = "TOO_MUCH_HELD";

  constructor() {
    super("The queues hold no more.");
    this.name = "TooMuchHeldError";
  }
}

/** A call that its maker may not make: of a lock that isn't there, or that it doesn't hold. */
export class BadCallError extends Error {
  readonly code = "BAD_CALL";

  constructor(call: ProcessCall) {
    super(`A process can't do this now: ${JSON.stringify(call).slice(0, SHOWN_CHARACTERS)}`);
    this.name = "BadCallError";
  }
}

/**
 * Locks, queues and ends of processes: where they wait for one another. Who waits is served in the order in which it began
 * to, and whoever's wait is over is told to `wake`. Lives in the conductor, whom nobody can interrupt.
 */
export class Meetings {
  readonly #locks: LockState[] = [];
  readonly #queues: QueueState[] = [];
  readonly #ended = new Set<number>();
  readonly #joining = new Map<number, number[]>();
  readonly #wake: (process: number, answer: Plain) => void;

  readonly #heldBytesMax: number;
  #heldBytes = 0;

  /** @param heldBytesMax - most that is put and not yet taken, in all queues together. */
  constructor(heldBytesMax: number, wake: (process: number, answer: Plain) => void) {
    this.#heldBytesMax = heldBytesMax;
    this.#wake = wake;
  }

  /** Null: it waits. @throws {BadCallError} @throws {TooMuchHeldError} */
  take(process: number, call: Exclude<ProcessCall, { readonly kind: "start" | "end" | "threw" }>): Answered {
    switch (call.kind) {
      case "lock":
        return { answer: this.#locks.push({ holder: null, waiting: [] }) - 1 };
      case "queue":
        return { answer: this.#queues.push({ items: [], waiting: [] }) - 1 };
      case "acquire":
        return this.#acquire(process, found(this.#locks[call.lock], call));
      case "release":
        return this.#release(process, found(this.#locks[call.lock], call), call);
      case "put":
        return this.#put(found(this.#queues[call.queue], call), call.value);
      case "get":
        return this.#get(process, found(this.#queues[call.queue], call));
      case "join":
        return this.#join(process, call.process);
    }
  }

  /** A process has ended: whoever waits for that goes on. What it holds stays held. */
  end(process: number): void {
    this.#ended.add(process);
    for (const waiting of this.#joining.get(process) ?? []) this.#wake(waiting, null);
    this.#joining.delete(process);
  }

  #acquire(process: number, lock: LockState): Answered {
    if (lock.holder === null) {
      lock.holder = process;
      return { answer: null };
    }
    lock.waiting.push(process);
    return null;
  }

  #release(process: number, lock: LockState, call: ProcessCall): Answered {
    if (lock.holder !== process) throw new BadCallError(call);
    const next = lock.waiting.shift() ?? null;
    lock.holder = next;
    if (next !== null) this.#wake(next, null);
    return { answer: null };
  }

  #put(queue: QueueState, value: Plain): Answered {
    const next = queue.waiting.shift();
    if (next === undefined) this.#hold(queue, JSON.stringify(value));
    else this.#wake(next, value);
    return { answer: null };
  }

  #hold(queue: QueueState, item: string): void {
    this.#heldBytes += bytesOf(item);
    if (this.#heldBytes > this.#heldBytesMax) throw new TooMuchHeldError();
    queue.items.push(item);
  }

  #get(process: number, queue: QueueState): Answered {
    const item = queue.items.shift();
    if (item === undefined) {
      queue.waiting.push(process);
      return null;
    }
    this.#heldBytes -= bytesOf(item);
    return { answer: JSON.parse(item) };
  }

  #join(process: number, other: number): Answered {
    if (this.#ended.has(other)) return { answer: null };
    this.#joining.set(other, [...(this.#joining.get(other) ?? []), process]);
    return null;
  }
}

function found<T>(state: T | undefined, call: ProcessCall): T {
  if (state === undefined) throw new BadCallError(call);
  return state;
}

function bytesOf(item: string): number {
  return ITEM_BYTES + 2 * item.length;
}
