/** A lock was released that nobody holds. */
export class NotHeldError extends Error {
  readonly code = "not-held";
  constructor() {
    super("This lock is not held by anyone, so it can't be released.");
    this.name = "NotHeldError";
  }
}

/** `withLock` was given a function that goes on after it has returned. */
export class AsyncBodyError extends TypeError {
  readonly code = "async-body";
  constructor() {
    super(
      "withLock() holds the lock only until the function returns; an async function goes on after that. Use acquireAsync() and release().",
    );
    this.name = "AsyncBodyError";
  }
}
