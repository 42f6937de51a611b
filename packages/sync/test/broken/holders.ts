import type { HolderWordsObject, LatchLike, OnceLike, ReentrantLike, SideLike } from "../conformance/holder-kinds.ts";

/** Fault: whoever comes while it is held may come in, as if it were the holder. */
export class AsksNoName implements ReentrantLike {
  readonly #shared: HolderWordsObject;
  constructor(shared: HolderWordsObject) {
    this.#shared = shared;
  }
  acquire(): void {
    this.#shared.word.add(1);
  }
  tryAcquire(): boolean {
    this.acquire();
    return true;
  }
  tryAcquireFor(): boolean {
    return this.tryAcquire();
  }
  release(): void {
    this.#shared.word.add(-1);
  }
}

/** Fault: the first release frees it, however often it was acquired. */
export class FreesAtFirst implements ReentrantLike {
  readonly #shared: HolderWordsObject;
  constructor(shared: HolderWordsObject) {
    this.#shared = shared;
  }
  acquire(): void {
    if (!this.#shared.rlock.isOwned) this.#shared.rlock.acquire();
  }
  tryAcquire(): boolean {
    return this.#shared.rlock.isOwned || this.#shared.rlock.tryAcquire();
  }
  tryAcquireFor(timeoutMs: number): boolean {
    return this.#shared.rlock.isOwned || this.#shared.rlock.tryAcquireFor(timeoutMs);
  }
  release(): void {
    if (this.#shared.rlock.isOwned) this.#shared.rlock.release();
  }
}

/** Fault: readers look for no writer. */
export class LetsReadersIn implements SideLike {
  acquire(): void {}
  tryAcquireFor(): boolean {
    return true;
  }
  release(): void {}
}

/** Fault: opens when one is still missing. */
export class OpensAtOne implements LatchLike {
  readonly #shared: HolderWordsObject;
  constructor(shared: HolderWordsObject) {
    this.#shared = shared;
  }
  countDown(): void {
    this.#shared.word.add(1);
    this.#shared.word.unpark();
  }
  wait(timeoutMs?: number): boolean {
    for (let count = this.#shared.word.load(); count < 2; count = this.#shared.word.load())
      if (this.#shared.word.park(count, timeoutMs) === "timed-out") return false;
    return true;
  }
}

/** Fault: reads the count, and writes one less in a second step. */
export class CountsInTwoSteps implements LatchLike {
  readonly #shared: HolderWordsObject;
  constructor(shared: HolderWordsObject) {
    this.#shared = shared;
  }
  countDown(): void {
    this.#shared.word.store(this.#shared.word.load() + 1);
    this.#shared.word.unpark();
  }
  wait(timeoutMs?: number): boolean {
    for (let count = this.#shared.word.load(); count < 3; count = this.#shared.word.load())
      if (this.#shared.word.park(count, timeoutMs) === "timed-out") return false;
    return true;
  }
}

/** Fault: looks whether it was done, and does it in a second step. */
export class LooksThenRuns implements OnceLike {
  readonly #shared: HolderWordsObject;
  constructor(shared: HolderWordsObject) {
    this.#shared = shared;
  }
  run(body: () => void): boolean {
    if (this.#shared.word.load() === 1) return false;
    body();
    this.#shared.word.store(1);
    return true;
  }
}
