/** The future was cancelled before it began. */
export class CancelledError extends Error {
  static {
    this.prototype.name = "CancelledError";
  }
  readonly code = "cancelled";
  constructor() {
    super("The future was cancelled, so it has no result.");
  }
}

/** The time was over before the future was done. */
export class FutureTimeoutError extends Error {
  static {
    this.prototype.name = "FutureTimeoutError";
  }
  readonly code = "future-timeout";
  constructor(timeoutMs: number) {
    super(`The future was not done within ${timeoutMs} ms. It goes on; ask again later.`);
  }
}

/** A future was given a result that has one, or was cancelled. */
export class InvalidStateError extends Error {
  static {
    this.prototype.name = "InvalidStateError";
  }
  readonly code = "invalid-state";
  constructor(state: string) {
    super(`The future is ${state}: its result can be set once only.`);
  }
}

/** A pool that was shut down was given work. */
export class PoolShutDownError extends Error {
  static {
    this.prototype.name = "PoolShutDownError";
  }
  readonly code = "pool-shut-down";
  constructor() {
    super("The pool was shut down: it takes no more tasks. Submit before shutdown(), or make another pool.");
  }
}

/** An initializer failed, so that no worker of the pool can be trusted. */
export class BrokenThreadPoolError extends Error {
  static {
    this.prototype.name = "BrokenThreadPoolError";
  }
  readonly code = "broken-thread-pool";
  constructor(options?: ErrorOptions) {
    super("The pool is broken: its initializer failed in a worker. Its tasks are not run.", options);
  }
}
