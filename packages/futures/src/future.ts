import { gate, ofThread } from "@lockstep/memory/seam";
import { CancelledError, FutureTimeoutError, InvalidStateError } from "./errors.ts";
import { drain, waitUntil, waitUntilAsync } from "./inbox.ts";
import { cancelTask, isBegun, type Outcome } from "./task-block.ts";

/** Where a task is. */
export type FutureState = "pending" | "running" | "cancelled" | "finished";

let settle: (future: Future, outcome: Outcome) => void;
let setTask: (future: Future, task: number) => void;
export { setTask, settle };

/** Futures of a thread that somebody waits for without blocking. */
const listening = ofThread(() => ({ awaited: 0, isOn: false }));

/**
 * What a task will have answered.
 *
 * **Invariant**: it is settled once: finished with a result or an error, or cancelled before it began. Each callback is
 * called once.
 * **Fairness**: callbacks of one future in the order in which they were added; futures in the order in which they were done.
 * **Threads**: belongs to the thread that submitted the task. `result` and `exception` block; `await` doesn't.
 * **Death**: a task whose worker dies ends the program (`ThreadCrashedError`).
 * **Source**: CPython's `concurrent.futures.Future`. Callbacks run in the thread that submitted, when it looks: in `result`,
 * `wait`, `shutdown` and its like, or when its event loop turns.
 */
export class Future<T = unknown> implements PromiseLike<T> {
  #outcome: Outcome | null = null;
  #task = 0;
  readonly #callbacks: (() => unknown)[] = [];
  #promise: Promise<T> | null = null;

  /** @throws {FutureTimeoutError} @throws {CancelledError} @throws what the task threw. @throws {BadTimeoutError} */
  result(timeoutMs?: number): T {
    this.#wait(timeoutMs);
    return this.#value();
  }

  /** The error that the task threw; null when it answered. Waits as `result`. @throws {FutureTimeoutError} @throws {CancelledError} */
  exception(timeoutMs?: number): unknown {
    this.#wait(timeoutMs);
    if (this.#outcome?.kind === "cancelled") throw new CancelledError();
    return this.#outcome?.kind === "threw" ? this.#outcome.error : null;
  }

  /** Keeps the task from being run, if it has not begun; answers whether it is cancelled. */
  cancel(): boolean {
    this.#look();
    if (this.#outcome) return this.#outcome.kind === "cancelled";
    if (this.#task !== 0 && !cancelTask(this.#task)) return false;
    this.#settle({ kind: "cancelled" });
    return true;
  }

  /** Whether it was cancelled before it began. */
  get cancelled(): boolean {
    return this.state === "cancelled";
  }

  /** Whether a worker is at it. */
  get running(): boolean {
    return this.state === "running";
  }

  /** Whether it is finished or cancelled. */
  get done(): boolean {
    this.#look();
    return this.#outcome !== null;
  }

  /** At this moment; for reports, not for decisions. */
  get state(): FutureState {
    this.#look();
    if (this.#outcome) return this.#outcome.kind === "cancelled" ? "cancelled" : "finished";
    return this.#task !== 0 && isBegun(this.#task) ? "running" : "pending";
  }

  /** Calls `callback` with this future when it is done: at once if it is. What a callback throws is printed, and the others are called. */
  addDoneCallback(callback: (future: Future<T>) => unknown): void {
    this.#look();
    if (this.#outcome) return call(() => callback(this));
    this.#callbacks.push(() => callback(this));
    if (!gate) this.#listen(); // a gated thread would sleep here: it looks when it waits for something
  }

  /** For who made this future without a pool. @throws {InvalidStateError} when it is done. */
  setResult(value: T): void {
    this.#settleByHand({ kind: "returned", value });
  }

  /** For who made this future without a pool. @throws {InvalidStateError} when it is done. */
  setException(error: unknown): void {
    this.#settleByHand({ kind: "threw", error });
  }

  /** A future can be awaited: as `result`, without blocking the event loop. */
  // oxlint-disable-next-line unicorn/no-thenable -- that is what it is for
  then<R = T, E = never>(
    onResult?: ((value: T) => R | PromiseLike<R>) | null,
    onError?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    this.#promise ??= this.#promised();
    return this.#promise.then(onResult, onError);
  }

  toString(): string {
    return `<Future ${this.state}>`;
  }

  async #promised(): Promise<T> {
    await waitUntilAsync(() => this.#outcome !== null);
    return this.#value();
  }

  #look(): void {
    if (!this.#outcome && this.#task !== 0) drain();
  }

  #wait(timeoutMs: number | undefined): void {
    if (!this.#outcome && !waitUntil(() => this.#outcome !== null, timeoutMs))
      throw new FutureTimeoutError(timeoutMs ?? Infinity);
  }

  #value(): T {
    switch (this.#outcome?.kind) {
      case "threw":
        throw this.#outcome.error;
      case "returned":
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the task answered, packed and unpacked
        return this.#outcome.value as T;
      case "cancelled":
      case undefined:
        throw new CancelledError();
    }
  }

  #settleByHand(outcome: Outcome): void {
    if (this.#outcome || this.#task !== 0) throw new InvalidStateError(this.state);
    this.#settle(outcome);
  }

  #settle(outcome: Outcome): void {
    if (this.#outcome) return; // a cancelled task has come back
    this.#outcome = outcome;
    for (const callback of this.#callbacks.splice(0)) call(callback);
  }

  /** Looks for what comes back while the event loop turns. */
  #listen(): void {
    const mine = listening();
    mine.awaited++;
    this.#callbacks.push(() => mine.awaited--);
    if (mine.isOn) return;
    mine.isOn = true;
    void waitUntilAsync(() => mine.awaited === 0).finally(() => (mine.isOn = false));
  }

  static {
    settle = (future, outcome) => future.#settle(outcome);
    setTask = (future, task) => {
      future.#task = task;
    };
  }
}

function call(callback: () => unknown): void {
  try {
    callback();
  } catch (error) {
    console.error(`A done callback threw: ${textOf(error)}`); // as a text: showing an object can run its code
  }
}

function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "something that can't be shown";
  }
}
