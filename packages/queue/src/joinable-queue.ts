import { addressOf, enterSection, leaveSection } from "@lockstep/memory/seam";
import type { WaitOptions } from "@lockstep/sync";
import { TaskDoneTooOftenError } from "./errors.ts";
import { FIFO, nameAt, PUTTING } from "./layout.ts";
import { Queue } from "./queue.ts";
import { type FieldType, fieldOf, registerQueue } from "./register.ts";
import { countDone, waitUntilDone, waitUntilDoneAsync, wakeJoiners } from "./unfinished.ts";

const KIND = "queue:JoinableQueue";

/**
 * A queue whose items count as unfinished until they are called done, so that one can wait until all work is over.
 *
 * **Invariant**: unfinished items are those that were put in, less the calls of `taskDone` and what `shutdown(true)` dropped.
 * **Fairness**, **threads**, **death**: as for `Queue`; an item whose thread died stays unfinished.
 * **Source**: CPython's `multiprocessing.JoinableQueue`.
 * @example
 * for (;;) { cook(dishes.get()); dishes.taskDone(); } // in a daemon
 * dishes.join(); // when the producers are over
 */
export class JoinableQueue<T = unknown> extends Queue<T> {
  /** A field type for structs. */
  static override of<T>(maxsize: number): FieldType<JoinableQueue<T>> {
    return fieldOf(KIND, (name) => new JoinableQueue<T>(maxsize, { name }));
  }

  /** What was taken out is done. @throws {TaskDoneTooOftenError} when called more often than items were put in. */
  taskDone(): void {
    const at = addressOf(this);
    enterSection(at + PUTTING);
    const left = countDone(at);
    leaveSection(at + PUTTING);
    if (left < 0) throw new TaskDoneTooOftenError(nameAt(at));
    if (left === 0) wakeJoiners(at);
  }

  /**
   * Waits until every item that was put in is done; answers false when `timeoutMs` passed first.
   * @param timeoutMs absent: for ever; 0: looks once. @throws {BadTimeoutError}
   */
  join(timeoutMs?: number): boolean {
    return waitUntilDone(addressOf(this), timeoutMs);
  }

  /** As `join`, without blocking the event loop. Rejects with the signal's reason when that aborts first. */
  joinAsync(options: WaitOptions = {}): Promise<boolean> {
    return waitUntilDoneAsync(addressOf(this), options);
  }

  static {
    registerQueue(this, { kind: KIND, order: FIFO }, (name) => new JoinableQueue(0, { name }));
  }
}
