/** Something was released that nobody holds. */
export class NotHeldError extends Error {
  static {
    this.prototype.name = "NotHeldError";
  }
  readonly code = "not-held";
  constructor(what: string = "This lock") {
    super(`${what} is not held by anyone, so it can't be released. Release once for each acquire.`);
  }
}

/** A thread used a lock that another thread holds, or nobody. */
export class NotOwnerError extends Error {
  static {
    this.prototype.name = "NotOwnerError";
  }
  readonly code = "not-owner";
  constructor(call: string) {
    super(`${call} is for the thread that holds the lock, and this thread doesn't. Acquire it here first.`);
  }
}

/** The thread that held the lock ended without releasing it, so what it guards may be half done. The lock is now held by the caller. */
export class OwnerDiedError extends Error {
  static {
    this.prototype.name = "OwnerDiedError";
  }
  readonly code = "owner-died";
  constructor(lock: string, thread: string) {
    super(
      `${thread} ended while it held ${lock}, so what the lock guards may be half done. ` +
        "Whoever called acquire() holds it now: check the data, call markConsistent(), and release it.",
    );
  }
}

/** `withLock` and its like were given a function that goes on after it has returned. */
export class AsyncBodyError extends TypeError {
  static {
    this.prototype.name = "AsyncBodyError";
  }
  readonly code = "async-body";
  constructor() {
    super(
      "withLock() holds the lock only until the function returns; an async function goes on after that. Use withLockAsync(), or acquireAsync() and release().",
    );
  }
}

/** A number of permits, parties or threads that makes no sense. */
export class BadCountError extends RangeError {
  static {
    this.prototype.name = "BadCountError";
  }
  readonly code = "bad-count";
  constructor(what: string, least: number, most: number, given: number) {
    super(`${what} is a whole number from ${least} to ${most}, not ${given}.`);
  }
}

/** A semaphore with a limit was released more often than acquired. Its value is what it was. */
export class ReleasedTooOftenError extends RangeError {
  static {
    this.prototype.name = "ReleasedTooOftenError";
  }
  readonly code = "released-too-often";
  constructor(limit: number) {
    super(`More permits were released than acquired: there are never more than ${limit}.`);
  }
}

/** A barrier was aborted or reset, or a thread at it gave up: the threads can't meet any more. */
export class BrokenBarrierError extends Error {
  static {
    this.prototype.name = "BrokenBarrierError";
  }
  readonly code = "broken-barrier";
  constructor(because: string) {
    super(`The barrier is broken: ${because}. Let every thread leave, then call reset().`);
  }
}

/** The body of a `Once` ran into the same `Once` again. */
export class OnceInsideItselfError extends Error {
  static {
    this.prototype.name = "OnceInsideItselfError";
  }
  readonly code = "once-inside-itself";
  constructor() {
    super("The function that runs once has called for itself. It would wait for its own end.");
  }
}
