/** A thread was used in a way that its state does not allow. */
export class ThreadStateError extends Error {
  readonly code: "already-started" | "not-started" | "join-self" | "not-here";
  constructor(code: ThreadStateError["code"], text: string) {
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

/** A module starts threads whenever it is loaded, and every thread loads it. */
export class MainGuardError extends Error {
  readonly code = "main-guard";
  constructor() {
    super(
      "A thread was started while its module was still being loaded by another thread. Each new thread loads the module afresh, " +
        "so it would start threads without end. Put what only the main thread should do inside `if (import.meta.main) { … }`.",
    );
    this.name = "MainGuardError";
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

/** Modules of a program can't be made afresh for each thread, so that it can't be repeated in the same workers. */
export class NotRepeatableError extends Error {
  readonly code = "not-repeatable";
  constructor(module: string) {
    super(
      `${module} can't be run again and again in the same workers: one of its modules awaits at its top level, is imported in a circle, or comes from a package that keeps something. Give a program of its own files and the packages of the course.`,
    );
    this.name = "NotRepeatableError";
  }
}

/** Nobody in a gated round can go on, but a message could still come to a thread that listens: what it awaits is not the round's alone. */
export class UnknownIfStuckError extends Error {
  readonly code = "unknown-if-stuck";
  constructor() {
    super(
      "Nobody in this program can go on, and whether it is stuck can't be known: a thread has an open MessagePort or BroadcastChannel, to which a message could still come. Close it, or use a Queue, which is known to all threads.",
    );
    this.name = "UnknownIfStuckError";
  }
}
