/**
 * No box can be started on this machine. Thrown before anything is run: nothing is ever executed outside a box.
 * `because` and `fix` are sentences for people; `fix` holds the one line to type.
 */
export class SandboxUnavailableError extends Error {
  readonly code = "sandbox-unavailable";
  readonly because: string;
  readonly fix: string;

  constructor(because: string, fix: string, options?: ErrorOptions) {
    super(`The sandbox is not available, because ${because}. ${fix}`, options);
    this.name = "SandboxUnavailableError";
    this.because = because;
    this.fix = fix;
  }
}

/** A box was asked of a sandbox that is closed. A mistake of the caller. */
export class SandboxClosedError extends Error {
  readonly code = "sandbox-closed";

  constructor() {
    super("The sandbox is closed and takes no more jobs.");
    this.name = "SandboxClosedError";
  }
}

/** A job wants more cores than this process may use. What it would measure is not measurable here. */
export class TooFewCoresError extends Error {
  readonly code = "too-few-cores";

  constructor(wanted: number, have: number) {
    super(`The job wants ${wanted} cores, and this machine gives us ${have}.`);
    this.name = "TooFewCoresError";
  }
}
