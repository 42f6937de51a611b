import { LIFO } from "./layout.ts";
import { Queue } from "./queue.ts";
import { type FieldType, fieldOf, registerQueue } from "./register.ts";

const KIND = "queue:LifoQueue";

/**
 * A queue from which leaves first what came last.
 *
 * **Invariant**, **fairness**, **threads**, **death**: as for `Queue`. **Source**: CPython's `queue.LifoQueue`.
 */
export class LifoQueue<T = unknown> extends Queue<T> {
  /** A field type for structs. */
  static override of<T>(maxsize: number): FieldType<LifoQueue<T>> {
    return fieldOf(KIND, (name) => new LifoQueue<T>(maxsize, { name }));
  }

  static {
    registerQueue(this, { kind: KIND, order: LIFO }, (name) => new LifoQueue(0, { name }));
  }
}
