/** A thread was used in a way that its state does not allow. */
export class ThreadStateError extends Error {
  readonly code: "already-started" | "not-started" | "join-self";
  constructor(code: "already-started" | "not-started" | "join-self", text: string) {
    super(text);
    this.name = "ThreadStateError";
    this.code = code;
  }
}

/** The target of a thread can't be found again in another thread. */
export class BadTargetError extends TypeError {
  readonly code = "bad-target";
  constructor(because: string) {
    super(
      `${because} Give a function that its module exports under its own name: the new thread loads the module afresh and looks it up there; variables around a function don't cross.`,
    );
    this.name = "BadTargetError";
  }
}

/** Threads were used where nothing can start them. */
export class NoSupervisorError extends Error {
  readonly code = "no-supervisor";
  constructor() {
    super("Threads can be started inside a program that runs on a worker only. Start it with runOnWorker().");
    this.name = "NoSupervisorError";
  }
}

/** A worker died under its thread: out of memory, or an error outside any thread. */
export class ThreadCrashedError extends Error {
  readonly code = "thread-crashed";
  constructor(because: string, options?: ErrorOptions) {
    super(`The worker of a thread is gone: ${because}.`, options);
    this.name = "ThreadCrashedError";
  }
}
