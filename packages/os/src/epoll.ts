import { closeSync } from "node:fs";
import { demand, lastError, libcFunction, SystemCallError } from "./libc.ts";

/** What a descriptor is waited for. */
export type Interest = "readable" | "writable";

const CLOEXEC = 0o2_000_000;
const EVENT = { readable: 0x1, writable: 0x4 } as const;
const OPERATION = { add: 1, remove: 2, change: 3 } as const;
const EVENTS_MAX = 256;
/** `struct epoll_event` in 32-bit words: packed on x64 only. The descriptor lies in its data. */
const LAYOUT = process.arch === "x64" ? { words: 3, data: 1 } : { words: 4, data: 2 };

const create = libcFunction<(flags: number) => number>("epoll_create1", "int", ["int"]);
const control = libcFunction<(epoll: number, operation: number, descriptor: number, event: Int32Array) => number>(
  "epoll_ctl",
  "int",
  ["int", "int", "int", "void *"],
);
const wait = libcFunction<(epoll: number, events: Int32Array, most: number, timeoutMs: number) => number>(
  "epoll_wait",
  "int",
  ["int", "void *", "int", "int"],
);

/**
 * Readiness of many descriptors at once, level-triggered: a descriptor is told again while it stays ready. For one thread.
 * A closed descriptor leaves by itself.
 */
export class Epoll implements Disposable {
  readonly #descriptor = demand("epoll_create1", create(CLOEXEC));
  readonly #events = new Int32Array(EVENTS_MAX * LAYOUT.words);

  add(descriptor: number, interest: Interest): void {
    this.#control(OPERATION.add, descriptor, interest);
  }

  change(descriptor: number, interest: Interest): void {
    this.#control(OPERATION.change, descriptor, interest);
  }

  /** Blocks until descriptors are ready; answers them, none when `timeoutMs` have passed or a signal came. */
  wait(timeoutMs: number): number[] {
    const count = wait(this.#descriptor, this.#events, EVENTS_MAX, timeoutMs);
    if (count === -1) {
      const code = lastError();
      if (code === "EINTR") return [];
      throw new SystemCallError("epoll_wait", code);
    }
    return Array.from({ length: count }, (_, index) => this.#events[index * LAYOUT.words + LAYOUT.data] ?? -1);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #control(operation: number, descriptor: number, interest: Interest): void {
    const event = new Int32Array(LAYOUT.words);
    event[0] = EVENT[interest];
    event[LAYOUT.data] = descriptor;
    demand("epoll_ctl", control(this.#descriptor, operation, descriptor, event));
  }
}
