/** There is no room for another item. */
export class FullError extends Error {
  static {
    this.prototype.name = "FullError";
  }
  readonly code = "full";
  constructor(name: string, maxsize: number) {
    super(`${name} is full: it holds ${maxsize} items, and none was taken in time. Use put() to wait.`);
  }
}

/** There is no item to take. */
export class EmptyError extends Error {
  static {
    this.prototype.name = "EmptyError";
  }
  readonly code = "empty";
  constructor(name: string) {
    super(`${name} is empty, and nothing came in time. Use get() to wait.`);
  }
}

/** The queue was shut down: it takes no more items, and has none left. */
export class ShutDownError extends Error {
  static {
    this.prototype.name = "ShutDownError";
  }
  readonly code = "shut-down";
  constructor(name: string) {
    super(`${name} was shut down: nothing can be put into it any more, and what was in it is gone.`);
  }
}

/** `taskDone` was called more often than items were put in. */
export class TaskDoneTooOftenError extends RangeError {
  static {
    this.prototype.name = "TaskDoneTooOftenError";
  }
  readonly code = "task-done-too-often";
  constructor(name: string) {
    super(
      `taskDone() was called more often than items were put into ${name}. Call it once for each item that get() gave.`,
    );
  }
}

/** An item of a PriorityQueue that doesn't say how urgent it is. */
export class BadPriorityError extends TypeError {
  static {
    this.prototype.name = "BadPriorityError";
  }
  readonly code = "bad-priority";
  constructor() {
    super(
      "An item of a PriorityQueue is a number, or a list that begins with one: put([10, item]). Smaller numbers come first.",
    );
  }
}
