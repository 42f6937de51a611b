import { BadPriorityError } from "./errors.ts";
import { BY_PRIORITY } from "./layout.ts";
import { Queue } from "./queue.ts";
import { type FieldType, fieldOf, registerQueue } from "./register.ts";

const KIND = "queue:PriorityQueue";

/** How urgent it is, alone or before what it is about. */
export type Prioritized = number | readonly [priority: number, ...rest: unknown[]];

/**
 * A queue from which the item with the smallest number leaves first; of those with the same number, the one that came first.
 * An item is a number, or a list that begins with one.
 *
 * **Invariant**, **fairness** (of threads), **threads**, **death**: as for `Queue`.
 * **Source**: CPython's `queue.PriorityQueue`, which compares the rest of the tuples where the first parts are the same.
 * @example
 * ward.put([1, "broken arm"]);
 */
export class PriorityQueue<T extends Prioritized = Prioritized> extends Queue<T> {
  /** A field type for structs. */
  static override of<T = Prioritized>(maxsize: number): FieldType<PriorityQueue<T & Prioritized>> {
    return fieldOf(KIND, (name) => new PriorityQueue<T & Prioritized>(maxsize, { name }));
  }

  static {
    registerQueue(this, { kind: KIND, order: BY_PRIORITY, priorityOf }, (name) => new PriorityQueue(0, { name }));
  }
}

function priorityOf(item: unknown): number {
  const priority: unknown = Array.isArray(item) ? item[0] : item;
  if (typeof priority !== "number" || Number.isNaN(priority)) throw new BadPriorityError();
  return priority;
}
