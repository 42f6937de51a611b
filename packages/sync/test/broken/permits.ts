import type { SemaphoreLike } from "../conformance/kinds.ts";
import type { SharedWords } from "../conformance/primitive-programs.ts";

/** A semaphore as it should be; each copy below is wrong in one step. */
class SemaphoreCopy implements SemaphoreLike {
  readonly right: SemaphoreLike;
  constructor({ semaphore }: SharedWords) {
    this.right = semaphore;
  }
  get value(): number {
    return this.right.value;
  }
  acquire(permits?: number): void {
    this.right.acquire(permits);
  }
  tryAcquire(permits?: number): boolean {
    return this.right.tryAcquire(permits);
  }
  tryAcquireFor(timeoutMs: number, permits?: number): boolean {
    return this.right.tryAcquireFor(timeoutMs, permits);
  }
  release(permits?: number): void {
    this.right.release(permits);
  }
}

/** Fault: gives back one more than it was told, where that is several. */
export class OneTooManyAtOnce extends SemaphoreCopy {
  override release(permits = 1): void {
    super.release(permits > 1 ? permits + 1 : permits);
  }
}

/** Fault: who gives up takes the next permit all the same. */
export class KeepsOnGivingUp extends SemaphoreCopy {
  #owed = 0;
  override tryAcquireFor(timeoutMs: number, permits = 1): boolean {
    const isTaken = super.tryAcquireFor(timeoutMs, permits);
    if (!isTaken) this.#owed += permits;
    return isTaken;
  }
  override release(permits = 1): void {
    const left = permits - Math.min(permits, this.#owed);
    this.#owed -= permits - left;
    if (left > 0) super.release(left);
  }
}
