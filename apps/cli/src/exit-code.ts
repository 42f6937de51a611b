/** What the command tells whoever called it; documented in `--help`. */
export const ExitCode = { ok: 0, notAccepted: 1, usage: 2, noSandbox: 3, internal: 4 } as const;

/** The command line, or what it names, can't be used. The text says what to do. */
export class UsageError extends Error {
  readonly code = "usage";
  constructor(text: string) {
    super(text);
    this.name = "UsageError";
  }
}

/** The command line itself is wrong: beside the text, what the command takes is worth reading. */
export class CommandLineError extends UsageError {}
