import type { JoinableLike, PriorityLike } from "../conformance/kinds.ts";

/** Fault: an item is done as soon as somebody has taken it. */
export class DoneWhenTaken implements JoinableLike {
  readonly #right: JoinableLike;
  constructor(right: JoinableLike) {
    this.#right = right;
  }
  put(item: number): void {
    this.#right.put(item);
  }
  get(): number {
    const item = this.#right.get();
    this.#right.taskDone();
    return item;
  }
  taskDone(): void {}
  join(): boolean {
    return this.#right.join();
  }
}

/** Fault: of two that are as urgent, the one that came last leaves first. */
export class TiesBackwards implements PriorityLike {
  readonly #right: PriorityLike;
  #came = 0;
  constructor(right: PriorityLike) {
    this.#right = right;
  }
  put([priority, label]: readonly [number, number]): void {
    this.#right.put([priority - 1e-6 * ++this.#came, label]);
  }
  get(): readonly [number, number] {
    const [priority, label] = this.#right.get();
    return [Math.ceil(priority - 1e-3), label];
  }
}
