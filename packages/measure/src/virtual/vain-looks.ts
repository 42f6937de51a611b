import type { Operation } from "@lockstep/interleave";

/** Looks at one thing that answered the same again and again, before anybody can call it a wait. */
const LOOKS_MIN = 20;

interface Seen {
  readonly result: number;
  looks: number;
  ticks: number;
}

/**
 * Notices busy waiting of one thread: it looked at the same shared thing many times without doing anything else to what is
 * shared, until it saw something new there. Who only reads a bound in a loop never sees anything new, and isn't waiting.
 */
export class VainLooks {
  readonly #seen = new Map<number, Seen>();
  #spunTicks = 0;

  /** Work that was spent looking. */
  get spunTicks(): number {
    return this.#spunTicks;
  }

  /** The thread is still looking, and the run is given up. */
  giveUp(): void {
    for (const { looks, ticks } of this.#seen.values()) if (looks >= LOOKS_MIN) this.#spunTicks += ticks;
    this.#seen.clear();
  }

  /** @param ticks work since the thread's operation before this one. */
  add(operation: Operation, result: number | null, ticks: number): void {
    if (result === null || !isLook(operation, result)) {
      this.#seeNews(operation, result, ticks);
      this.#seen.clear();
      return;
    }
    const { index } = operation.on;
    const before = this.#seen.get(index);
    if (before?.result === result) {
      before.looks++;
      before.ticks += ticks;
      return;
    }
    this.#seeNews(operation, result, ticks);
    this.#seen.set(index, { result, looks: 1, ticks: 0 });
  }

  #seeNews({ on }: Operation, result: number | null, ticks: number): void {
    const before = this.#seen.get(on.index);
    if (before && before.result !== result && before.looks >= LOOKS_MIN) this.#spunTicks += before.ticks + ticks;
    this.#seen.delete(on.index);
  }
}

/** Whether the operation changed nothing: a read, an attempt that failed, an exchange of a value for itself. */
function isLook({ kind, expected, value, rule }: Operation, result: number): boolean {
  switch (kind) {
    case "load":
    case "is-alive":
      return true;
    case "try-acquire":
      return result === 0;
    case "compare-exchange":
      return result !== expected;
    case "exchange":
      return result === value;
    case "rule":
      return rule?.isLook === true || result === -1; // -1: it did nothing
    case "store":
    case "add":
    case "acquire":
    case "release":
    case "wait":
    case "notify":
    case "park":
    case "unpark":
    case "start":
    case "join":
    case "select":
    case "too-long":
      return false;
  }
}
