/** The queue's tables are missing or of another version: `installQueue` has to run first. */
export class QueueNotInstalledError extends Error {
  readonly code = "queue-not-installed";
  constructor(cause: unknown) {
    super("The queue's tables are missing or of another version. Run the migrations and the seed (`pnpm dev` does).", {
      cause,
    });
    this.name = "QueueNotInstalledError";
  }
}

/** A job in the queue is not what we put in. It fails and ends among the dead letters. */
export class MalformedJobError extends Error {
  readonly code = "malformed-job";
  constructor(id: string) {
    super(`Job ${id} names no submission.`);
    this.name = "MalformedJobError";
  }
}
