import type { WaitOptions } from "../../src/index.ts";
import type { BarrierLike, ConditionLike, EventLike, SemaphoreLike } from "../conformance/kinds.ts";
import type { SharedWords } from "../conformance/primitive-programs.ts";

/** Fault: a release wakes one sleeper, whatever it gave back. */
export class WakesOneOnly implements SemaphoreLike {
  readonly #shared: SharedWords;
  constructor(shared: SharedWords) {
    this.#shared = shared;
  }
  get value(): number {
    return this.#shared.word.load();
  }
  acquire(permits = 1): void {
    while (!this.tryAcquire(permits)) this.#shared.word.park(this.value);
  }
  tryAcquire(permits = 1): boolean {
    const free = this.value;
    return free >= permits && this.#shared.word.compareExchange(free, free - permits) === free;
  }
  tryAcquireFor(timeoutMs: number, permits = 1): boolean {
    if (this.tryAcquire(permits)) return true;
    this.#shared.word.park(this.value, timeoutMs);
    return this.tryAcquire(permits);
  }
  release(permits = 1): void {
    this.#shared.word.add(permits);
    this.#shared.word.unpark(1);
  }
}

/** Fault: only knows whether it is set now, so that a quick clear sends those back to sleep who were let go. */
export class EndsWithBoolean implements EventLike {
  readonly #shared: SharedWords;
  constructor(shared: SharedWords) {
    this.#shared = shared;
  }
  wait(timeoutMs?: number): boolean {
    while (this.#shared.word.load() === 0) if (this.#shared.word.park(0, timeoutMs) === "timed-out") return false;
    return true;
  }
  async waitAsync({ timeoutMs }: Pick<WaitOptions, "timeoutMs"> = {}): Promise<boolean> {
    while (this.#shared.word.load() === 0)
      if ((await this.#shared.word.parkAsync(0, timeoutMs)) === "timed-out") return false;
    return true;
  }
  set(): void {
    this.#shared.word.store(1);
    this.#shared.word.unpark();
  }
  clear(): void {
    this.#shared.word.store(0);
  }
}

/** Fault: releases the lock, and only then gets ready to be notified. */
export class LosesTheLate implements ConditionLike {
  readonly #shared: SharedWords;
  constructor(shared: SharedWords) {
    this.#shared = shared;
  }
  acquire(): void {
    this.#shared.lock.acquire();
  }
  release(): void {
    this.#shared.lock.release();
  }
  waitFor(predicate: () => boolean): boolean {
    while (!predicate()) {
      this.release();
      this.#shared.word.park(this.#shared.word.load());
      this.acquire();
    }
    return true;
  }
  notify(): void {
    this.#shared.word.add(1);
    this.#shared.word.unpark(1);
  }
  notifyAll(): void {
    this.#shared.word.add(1);
    this.#shared.word.unpark();
  }
}

/** Fault: counts arrivals without telling rounds apart, so that a fast thread goes round again on the old count. */
export class LapsTooEarly implements BarrierLike {
  readonly #shared: SharedWords;
  constructor(shared: SharedWords) {
    this.#shared = shared;
  }
  wait(): number {
    const index = this.#shared.word.add(1);
    if (index >= 2) this.#shared.word.unpark();
    else for (let count = index + 1; count < 3; count = this.#shared.word.load()) this.#shared.word.park(count);
    return index;
  }
}
