import { BadTimeoutError } from "@lockstep/memory";
import { cancel } from "./record.ts";
import { recordOf, setDelay, Thread, type ThreadOptions } from "./thread.ts";

/**
 * A thread that calls its target once, after some time, unless it is cancelled before.
 *
 * **Invariant**: the target is called at most once, and not before `delayMs` have passed since `start`.
 * **Fairness**, **threads**, **death**: as for `Thread`. **Source**: CPython's `threading.Timer`.
 * @example
 * const timer = new Timer(1000, { target: ring });
 * timer.start();
 */
export class Timer<A extends unknown[] = unknown[], R = unknown> extends Thread<A, R> {
  /** @param delayMs 0 or more. @throws {BadTimeoutError} · {BadTargetError} */
  constructor(delayMs: number, given: ThreadOptions<A, R>) {
    super(given);
    if (!(delayMs >= 0)) throw new BadTimeoutError(delayMs);
    setDelay(this, delayMs);
    if (new.target === Timer) Object.freeze(this);
  }

  /** Keeps the target from being called, if it has not been yet. The thread ends then, with no result. */
  cancel(): void {
    cancel(recordOf(this));
  }
}
