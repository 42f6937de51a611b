import type { Plain, ProcessCall } from "@lockstep/contracts";

/** How a call ends: at once with an answer, or not yet. */
type Answered = { readonly answer: Plain } | null;

interface LockState {
  holder: number | null;
  readonly waiting: number[];
}

interface QueueState {
  readonly items: Plain[];
  readonly waiting: number[];
}

/** Of a call, in a message: what is put may be long. */
const SHOWN_CHARACTERS = 200;

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
  readonly #ended = new Map<number, Plain>();
  readonly #joining = new Map<number, number[]>();
  readonly #wake: (process: number, answer: Plain) => void;

  constructor(wake: (process: number, answer: Plain) => void) {
    this.#wake = wake;
  }

  /** Null: it waits. @throws {BadCallError} */
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
  end(process: number, result: Plain): void {
    this.#ended.set(process, result);
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
    if (next === undefined) queue.items.push(value);
    else this.#wake(next, value);
    return { answer: null };
  }

  #get(process: number, queue: QueueState): Answered {
    const [item] = queue.items.splice(0, 1);
    if (item !== undefined) return { answer: item };
    queue.waiting.push(process);
    return null;
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
