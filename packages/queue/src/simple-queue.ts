import { FIFO } from "./layout.ts";
import { Queue, type QueueOptions } from "./queue.ts";
import { registerQueue } from "./register.ts";

const KIND = "queue:SimpleQueue";

/**
 * A queue without a limit: `put` never waits.
 *
 * **Invariant**, **fairness**, **threads**, **death**: as for `Queue`. **Source**: CPython's `queue.SimpleQueue`.
 */
export class SimpleQueue<T = unknown> extends Queue<T> {
  constructor(options: QueueOptions = {}) {
    super(0, options);
  }

  static {
    registerQueue(this, { kind: KIND, order: FIFO }, (name) => new SimpleQueue({ name }));
  }
}
