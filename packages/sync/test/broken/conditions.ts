import type { ConditionLike } from "../conformance/kinds.ts";
import type { SharedWords } from "../conformance/primitive-programs.ts";

/** Fault: tells one, however many are to be told. */
export class TellsOneOfAll implements ConditionLike {
  readonly #right: ConditionLike;
  constructor({ condition }: SharedWords) {
    this.#right = condition;
  }
  acquire(): void {
    this.#right.acquire();
  }
  release(): void {
    this.#right.release();
  }
  waitFor(predicate: () => boolean): boolean {
    return this.#right.waitFor(predicate);
  }
  notify(): void {
    this.#right.notify();
  }
  notifyAll(): void {
    this.#right.notify();
  }
}

/** Fault: who is woken goes on without the lock. */
export class GoesAheadUnlocked implements ConditionLike {
  readonly #shared: SharedWords;
  #isHeld = false;
  constructor(shared: SharedWords) {
    this.#shared = shared;
  }
  acquire(): void {
    this.#shared.lock.acquire();
    this.#isHeld = true;
  }
  release(): void {
    if (this.#isHeld) this.#shared.lock.release();
    this.#isHeld = false;
  }
  waitFor(predicate: () => boolean): boolean {
    const { word } = this.#shared;
    for (let seen = word.load(); !predicate(); seen = word.load()) {
      this.release();
      word.park(seen);
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
