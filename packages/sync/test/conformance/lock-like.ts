/** What the suite needs of a lock; ours, and whatever else wants to be one. */
export interface LockLike {
  acquire(): void;
  tryAcquire(): boolean;
  tryAcquireFor(timeoutMs: number): boolean;
  release(): void;
}

/** Shared memory with a lock in it, as the suite's programs use it. */
export interface Guarded {
  count: number;
  inside: number;
  peak: number;
  readonly lock: LockLike;
}
