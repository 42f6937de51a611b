import { enterSection, leaveSection, load, registerObject, words } from "@lockstep/memory/seam";
import { BadCountError, type WaitOptions } from "@lockstep/sync";
import { give, PERMITS_MAX, take, takeAsync, tryTake } from "@lockstep/sync/seam";
import { EmptyError, FullError, ShutDownError } from "./errors.ts";
import {
  CLOSED,
  countAt,
  FIFO,
  isBounded,
  MAXSIZE,
  nameAt,
  PUTTING,
  queueBlock,
  TAKING,
  takingSection,
  toGet,
  toPut,
  UNFINISHED,
} from "./layout.ts";
import { contentOf, dropContent } from "./node.ts";
import { enter, leave } from "./passage.ts";
import { type FieldType, fieldOf, formOf, type QueueForm, registerQueue } from "./register.ts";
import { dropAll } from "./store.ts";
import { wakeJoiners } from "./unfinished.ts";

const KIND = "queue:Queue";

/** How a queue is made. */
export interface QueueOptions {
  /** For schedules and reports; the class's name where absent. */
  readonly name?: string;
}

/**
 * A pipe between threads: what one puts in, another takes out, in the order in which it was put.
 *
 * **Invariant**: each item that was put is taken once, or dropped by `shutdown(true)`; never more than `maxsize` are in it.
 * What is taken is a copy, with shared objects by reference.
 * **Fairness**: threads that wait are served in the order in which they came; a newcomer may overtake them, but nobody is
 * overtaken more than four times in vain (as `Semaphore`).
 * **Threads**: any number may put and take; a plain main thread uses the asynchronous forms where it would have to wait.
 * **Death**: an item that a thread has taken ends with it. Nothing is held in between.
 * **Source**: CPython's `queue.Queue`; waiting as in `Semaphore`.
 * @example
 * const orders = new Queue<string>(5);
 * orders.put("tea");
 * orders.get(); // in any thread
 */
export class Queue<T = unknown> {
  readonly #at: number;
  readonly #form: QueueForm;

  /** @param maxsize most items in it, up to 2^28 - 1; 0 or less: no limit but the program's shared memory. @throws {BadCountError} */
  constructor(maxsize: number = 0, { name }: QueueOptions = {}) {
    if (!(Number.isInteger(maxsize) && maxsize <= PERMITS_MAX))
      throw new BadCountError("A queue's maxsize", 0, PERMITS_MAX, maxsize);
    const form = formOf(new.target);
    this.#form = form;
    this.#at = queueBlock(form.kind, name ?? form.kind.replace("queue:", ""), form.order, Math.max(0, maxsize));
    registerObject(this, { module: null, name: form.kind }, this.#at);
    Object.freeze(this);
  }

  /** A field type for structs: `struct("Kitchen", { orders: Queue.of(5) })`. */
  static of<T>(maxsize: number): FieldType<Queue<T>> {
    return fieldOf(KIND, (name) => new Queue<T>(maxsize, { name }));
  }

  /**
   * Puts an item in; waits while the queue is full.
   * @throws {ShutDownError} @throws {NotTransferableError} for an item that can't go to another thread.
   * @throws {OutOfSharedMemoryError} @throws {BlockingOnMainThreadError}
   */
  put(item: T): void {
    this.putFor(item, Infinity);
  }

  /** As `put`, waiting at most `timeoutMs`. @throws {FullError} when the time is over. @throws {BadTimeoutError} */
  putFor(item: T, timeoutMs: number): void {
    const at = this.#at;
    const priority = this.#priorityOf(item);
    const content = contentOf(item, false);
    if (!isBounded(at)) return enter(at, content, priority);
    let isTaken = false;
    try {
      isTaken = (timeoutMs > 0 && tryTake(toPut(at), 1)) || take(toPut(at), 1, timeoutMs, "queue.put");
    } finally {
      if (!isTaken) dropContent(content);
    }
    if (!isTaken) throw this.#refusal();
    enter(this.#at, content, priority);
  }

  /** As `put`, but never waits. @throws {FullError} */
  putNowait(item: T): void {
    this.putFor(item, 0);
  }

  /** Puts an item in if there is room; answers whether it did. Never waits. @throws {ShutDownError} */
  tryPut(item: T): boolean {
    const priority = this.#priorityOf(item);
    const content = contentOf(item, false);
    if (!isBounded(this.#at) || tryTake(toPut(this.#at), 1)) {
      enter(this.#at, content, priority);
      return true;
    }
    dropContent(content);
    if (this.isShutDown) throw new ShutDownError(nameAt(this.#at));
    return false;
  }

  /** As `put`, without blocking the event loop. Rejects with `FullError`, or with the signal's reason when that aborts first. */
  async putAsync(item: T, options: WaitOptions = {}): Promise<void> {
    const at = this.#at;
    const priority = this.#priorityOf(item);
    const content = contentOf(item, isBounded(at));
    let isTaken = !isBounded(at);
    try {
      isTaken ||= await takeAsync(toPut(at), 1, options);
    } finally {
      if (!isTaken) dropContent(content);
    }
    if (!isTaken) throw this.#refusal();
    enter(this.#at, content, priority);
  }

  /** Takes the next item out; waits while there is none. @throws {ShutDownError} once the queue is shut down and empty. */
  get(): T {
    return this.getFor(Infinity);
  }

  /** As `get`, waiting at most `timeoutMs`. @throws {EmptyError} when the time is over. @throws {BadTimeoutError} */
  getFor(timeoutMs: number): T {
    const permits = toGet(this.#at);
    if (!((timeoutMs > 0 && tryTake(permits, 1)) || take(permits, 1, timeoutMs, "queue.get"))) throw this.#lack();
    return this.#leave();
  }

  /** As `get`, but never waits. @throws {EmptyError} */
  getNowait(): T {
    return this.getFor(0);
  }

  /** Takes the next item out if there is one, else answers null. Never waits. @throws {ShutDownError} */
  tryGet(): { readonly value: T } | null {
    if (tryTake(toGet(this.#at), 1)) return { value: this.#leave() };
    if (this.isShutDown && this.empty) throw new ShutDownError(nameAt(this.#at));
    return null;
  }

  /** As `get`, without blocking the event loop. Rejects with `EmptyError`, or with the signal's reason when that aborts first. */
  async getAsync(options: WaitOptions = {}): Promise<T> {
    if (!(await takeAsync(toGet(this.#at), 1, options))) throw this.#lack();
    return this.#leave();
  }

  /** Items in it at this moment; for reports, not for decisions: another thread may come in between. */
  get qsize(): number {
    const section = takingSection(this.#at);
    enterSection(section);
    const count = countAt(this.#at);
    leaveSection(section);
    return count;
  }

  /** As `qsize`. */
  get empty(): boolean {
    return this.qsize === 0;
  }

  /** As `qsize`; never true without a limit. */
  get full(): boolean {
    return isBounded(this.#at) && this.qsize >= this.maxsize;
  }

  /** 0: no limit. */
  get maxsize(): number {
    return words[this.#at + MAXSIZE] ?? 0;
  }

  /** Whether `shutdown` was called. */
  get isShutDown(): boolean {
    return load(this.#at + CLOSED) === 1;
  }

  /**
   * From now on nothing can be put in, and what is in it can still be taken. Everybody who waits in vain gets a
   * `ShutDownError`. May be called again.
   * @param immediate drops what is in it.
   */
  shutdown(immediate: boolean = false): void {
    const at = this.#at;
    enterSection(at + PUTTING);
    enterSection(at + TAKING);
    const isFirst = words[at + CLOSED] === 0;
    words[at + CLOSED] = 1;
    if (immediate) words[at + UNFINISHED] = (words[at + UNFINISHED] ?? 0) - dropAll(at);
    const isDone = words[at + UNFINISHED] === 0;
    leaveSection(at + TAKING);
    leaveSection(at + PUTTING);
    if (isDone) wakeJoiners(at);
    if (!isFirst) return;
    // One permit more than there are items, for good: whoever gets it finds nothing and passes it on.
    give(toGet(at), 1);
    if (isBounded(at)) give(toPut(at), 1);
  }

  toString(): string {
    const size = countAt(this.#at);
    return `<${this.#form.kind.replace("queue:", "")} ${nameAt(this.#at)} ${size}${isBounded(this.#at) ? `/${this.maxsize}` : ""}>`;
  }

  #priorityOf(item: T): number {
    return this.#form.priorityOf?.(item) ?? 0;
  }

  /** With a permit to get. */
  #leave(): T {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what put() took, packed and unpacked
    return leave(this.#at) as T;
  }

  #refusal(): Error {
    return this.isShutDown ? new ShutDownError(nameAt(this.#at)) : new FullError(nameAt(this.#at), this.maxsize);
  }

  #lack(): Error {
    return this.isShutDown && this.empty ? new ShutDownError(nameAt(this.#at)) : new EmptyError(nameAt(this.#at));
  }

  static {
    registerQueue(this, { kind: KIND, order: FIFO }, (name) => new Queue(0, { name }));
  }
}
