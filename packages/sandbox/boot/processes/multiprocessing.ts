import type { Plain, ProcessCall } from "@lockstep/contracts";
import type { Exported } from "@lockstep/threading/machinery";

/** Makes a call and sleeps until it is answered. */
type Call = (call: ProcessCall) => Plain;

/** First of the key under which a lock or a queue crosses to another process. What students call so gets one more of it. */
const OURS = "\0";
const LOCK = `${OURS}lock`;
const QUEUE = `${OURS}queue`;

/**
 * What a student's module finds as `@lockstep/multiprocessing`, in one process. Locks and queues live in the conductor,
 * outside of every process of the student's: a process has a number of each and asks. Values cross as JSON.
 */
export function multiprocessing(call: Call, nameOf: (target: Exported) => string) {
  class Lock {
    readonly #number: number;

    constructor(known?: unknown) {
      this.#number = numberOf(known instanceof Handle ? known.number : call({ kind: "lock" }));
      handles.set(this, { [LOCK]: this.#number });
    }

    acquire(): void {
      call({ kind: "acquire", lock: this.#number });
    }

    release(): void {
      call({ kind: "release", lock: this.#number });
    }
  }

  class Queue {
    readonly #number: number;

    constructor(known?: unknown) {
      this.#number = numberOf(known instanceof Handle ? known.number : call({ kind: "queue" }));
      handles.set(this, { [QUEUE]: this.#number });
    }

    put(value: unknown): void {
      call({ kind: "put", queue: this.#number, value: pack(value) });
    }

    /** Waits until there is one. */
    get(): unknown {
      return unpack(call({ kind: "get", queue: this.#number }));
    }
  }

  class Process {
    readonly #target: string;
    readonly #args: readonly Plain[];
    #number: number | null = null;

    constructor({ target, args = [] }: { readonly target: Exported; readonly args?: readonly unknown[] }) {
      this.#target = nameOf(target);
      this.#args = Array.from(args, (arg) => pack(arg));
    }

    start(): void {
      if (this.#number !== null) throw new Error("A process can be started once.");
      this.#number = numberOf(call({ kind: "start", target: this.#target, args: [...this.#args] }));
    }

    join(): void {
      if (this.#number === null) throw new Error("A process that was not started can't be joined.");
      call({ kind: "join", process: this.#number });
    }
  }

  const handles = new WeakMap<object, Plain>();

  /** Plain values, with locks and queues by their numbers. */
  function pack(value: unknown): Plain {
    const text = JSON.stringify(value, (_key, part: unknown) =>
      typeof part === "object" && part !== null ? (handles.get(part) ?? renamed(part, (key) => OURS + key)) : part,
    );
    return text === undefined ? null : JSON.parse(text);
  }

  function unpack(value: Plain): unknown {
    return JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
      if (typeof part !== "object" || part === null) return part;
      if (LOCK in part) return new Lock(new Handle(part[LOCK]));
      if (QUEUE in part) return new Queue(new Handle(part[QUEUE]));
      return renamed(part, (key) => key.slice(OURS.length));
    });
  }

  return { package: { Process, Lock, Queue }, pack, unpack };
}

/** A number that came from another process. Students can't make one: `pack` writes the keys of its own, and no others. */
class Handle {
  readonly number: unknown;

  constructor(number: unknown) {
    this.number = number;
  }
}

/** The same, with other names for keys that begin as ours do. */
function renamed(part: object, name: (key: string) => string): object {
  if (Array.isArray(part) || !Object.keys(part).some((key) => key.startsWith(OURS))) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [key.startsWith(OURS) ? name(key) : key, value]),
  );
}

function numberOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError("no number of a process, lock or queue");
  return value;
}
