/** A blocking call on Node's main thread, which must stay free for events. */
export class BlockingOnMainThreadError extends Error {
  static {
    this.prototype.name = "BlockingOnMainThreadError";
  }
  readonly code = "blocking-on-main-thread";
  constructor(call: string, asyncForm: string) {
    super(`${call} would block the main thread. Use \`await ${asyncForm}\`, or run the program with runOnWorker().`);
  }
}

/** A blocking call in a thread whose function is async: others share its worker. */
export class BlockingOnSharedWorkerError extends Error {
  static {
    this.prototype.name = "BlockingOnSharedWorkerError";
  }
  readonly code = "blocking-on-shared-worker";
  constructor(call: string, asyncForm: string) {
    super(
      `${call} would stop every thread on this worker: the function of this thread is async, and such threads share workers. ` +
        `Use \`await ${asyncForm}\`, or start the thread with a function that isn't async: it gets a worker of its own.`,
    );
  }
}

/** The shared memory of this program is used up. */
export class OutOfSharedMemoryError extends Error {
  static {
    this.prototype.name = "OutOfSharedMemoryError";
  }
  readonly code = "out-of-shared-memory";
  constructor(askedBytes: number, heapBytes: number) {
    super(`No room for ${askedBytes} more bytes: the program's shared memory has ${heapBytes} bytes in all.`);
  }
}

/** A value that can't be given to another thread. */
export class NotTransferableError extends TypeError {
  static {
    this.prototype.name = "NotTransferableError";
  }
  readonly code = "not-transferable";
  constructor(path: string, because: string) {
    super(`${path} can't go to another thread: ${because}.`);
  }
}

/** Two threads evaluated one module and made different shared objects. */
export class ModuleMismatchError extends Error {
  static {
    this.prototype.name = "ModuleMismatchError";
  }
  readonly code = "module-mismatch";
  constructor(module: string, order: number, here: string) {
    super(
      `Shared object number ${order + 1} of ${module} is a ${here} in this thread and something else in another. ` +
        "Module-level shared objects must be made in the same order in every thread.",
    );
  }
}

/** A struct was declared with something that is not a field type, or a field was given a value it can't hold. */
export class BadFieldError extends TypeError {
  static {
    this.prototype.name = "BadFieldError";
  }
  readonly code = "bad-field";
}

/** A time-out that is negative or not a number. */
export class BadTimeoutError extends RangeError {
  static {
    this.prototype.name = "BadTimeoutError";
  }
  readonly code = "bad-timeout";
  constructor(timeoutMs: number) {
    super(`timeoutMs must be 0 or more, not ${timeoutMs}. Leave it out to wait for ever.`);
  }
}

/** An index or length outside the array. */
export class OutOfBoundsError extends RangeError {
  static {
    this.prototype.name = "OutOfBoundsError";
  }
  readonly code = "out-of-bounds";
  constructor(what: string, index: number, length: number) {
    super(`${what} has no element ${index}; its length is ${length}.`);
  }
}

/** Something that exists only while a gate decides who runs was used without one. */
export class NotGatedError extends Error {
  static {
    this.prototype.name = "NotGatedError";
  }
  readonly code = "not-gated";
  constructor(call: string) {
    super(`${call} works in gated rounds only: there one thread runs at a time, and it is known who can't go on.`);
  }
}

/** More threads in one gated round than the gate has places for. */
export class TooManyThreadsError extends Error {
  static {
    this.prototype.name = "TooManyThreadsError";
  }
  readonly code = "too-many-threads";
  constructor(threadsMax: number) {
    super(`More than ${threadsMax} threads in one program.`);
  }
}

/** More asynchronous waits at once in one gated round than the gate has places for. */
export class TooManyWaitsError extends Error {
  static {
    this.prototype.name = "TooManyWaitsError";
  }
  readonly code = "too-many-waits";
  constructor(waitsMax: number) {
    super(`More than ${waitsMax} things are awaited at once in one program.`);
  }
}

/** More bytes than a shared value was made for. What was there before is unchanged. */
export class TooLongError extends RangeError {
  static {
    this.prototype.name = "TooLongError";
  }
  readonly code = "too-long";
  constructor(what: string, bytes: number, capacityBytes: number) {
    super(`${what} holds up to ${capacityBytes} bytes, and this takes ${bytes}. Make it with more room.`);
  }
}
