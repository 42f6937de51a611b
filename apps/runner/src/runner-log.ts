/** Where an attempt is: `preparing` compiles and starts the tests, `running` is in a box, `judging` looks at its answer. */
export type Phase = "leased" | "preparing" | "running" | "judging" | "reporting";

/** Where one attempt is now. */
export interface PhaseEntered {
  readonly submission: string;
  /** From 1. */
  readonly attempt: number;
  readonly phase: Phase;
}

/** What a runner says. No student's text and no secret is ever given to it: ids, verdicts, phases, codes of failures. */
export class RunnerLog {
  readonly #form: "text" | "json";
  readonly #runner: string;
  readonly #write: (line: string) => void;

  constructor(form: "text" | "json", runner: string, write: (line: string) => void) {
    this.#form = form;
    this.#runner = runner;
    this.#write = write;
  }

  /** A sentence for people. */
  say(text: string): void {
    this.#write(this.#form === "text" ? text : this.#json({ event: "said", text }));
  }

  /** Only machines want to know each step. */
  phase(entered: PhaseEntered): void {
    if (this.#form === "json") this.#write(this.#json({ event: "phase", ...entered }));
  }

  #json(fields: Readonly<Record<string, string | number>>): string {
    return JSON.stringify({ at: new Date().toISOString(), runner: this.#runner, ...fields });
  }
}

/** The kind of a failure. Its message may quote what a student's program printed, and is for instructors only. */
export function failureCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}
