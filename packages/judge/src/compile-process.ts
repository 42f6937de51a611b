import { confineCommand, endLaunched } from "@lockstep/sandbox";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import {
  type CompileAnswer,
  compileAnswer,
  type CompileRequest,
  type Explorable,
  explorable,
} from "./compile-protocol.ts";

/** A text as it runs, and as the explorer takes it. */
export interface Compiled {
  readonly answer: CompileAnswer;
  readonly explorable: Explorable;
}

/** The compiling process failed by itself, or did not answer. Never the student's fault. */
export class CompileProcessError extends Error {
  readonly code = "compile-process";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CompileProcessError";
  }
}

/** The compiler's own limit counts CPU time; this one only ends a process that hangs. */
const TIMEOUT_MS = 120_000;
/** For the transform, once the text is compiled: what takes longer is not explored. */
const TRANSFORM_TIMEOUT_MS = 20_000;
/** Text that a box takes; far beyond what the largest submission becomes. */
const ANSWER_BYTES_MAX = 8 * 2 ** 20;
const LOG_CHARACTERS_MAX = 2000;
const repository = resolve(import.meta.dirname, "../../..");

/**
 * A confined process that compiles once and is never used again, so that a text made to keep a compiler busy costs its
 * author's submission, and not the runner. It may be started long before it is asked.
 */
export class CompileProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #answer = "";
  #log = "";
  #onLine: (lines: number) => void = () => undefined;

  constructor() {
    this.#child = confineCommand({
      command: [process.execPath, "--max-old-space-size=256", join(import.meta.dirname, "process/compile.ts")],
      readOnly: [repository],
      writable: [],
      env: {},
    }).spawn({ input: "pipe" });
    this.#closed = once(this.#child, "close");
    this.#closed.catch(() => undefined); // told to who asks
    this.#child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#answer += chunk;
      if (chunk.includes("\n")) this.#onLine(this.#answer.split("\n").length - 1);
      if (this.#answer.length > 2 * ANSWER_BYTES_MAX) this.end();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#log = (this.#log + chunk).slice(-LOG_CHARACTERS_MAX);
    });
    this.#child.stdin?.on("error", () => undefined); // it ended before it had read everything; its end is told below
  }

  /** It has not ended yet. */
  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @throws {CompileProcessError}, or the signal's reason when it is aborted. */
  async compile(request: CompileRequest, signal?: AbortSignal): Promise<Compiled> {
    const end = () => this.end();
    let timer = setTimeout(end, TIMEOUT_MS);
    // Both lines are all there is: how the process ends need not be waited for.
    const answered = new Promise<void>((tell) => {
      this.#onLine = (lines) => {
        clearTimeout(timer);
        if (lines >= 2) tell();
        else timer = setTimeout(end, TRANSFORM_TIMEOUT_MS);
      };
    });
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end, { once: true });
    try {
      this.#child.stdin?.end(JSON.stringify(request));
      await Promise.race([answered, this.#closed]);
    } finally {
      this.#onLine = () => undefined;
      if (this.alive) this.end();
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    }
    signal?.throwIfAborted();
    const [answer = "", transformed = ""] = this.#answer.split("\n");
    if (answer.length > ANSWER_BYTES_MAX)
      return { answer: { kind: "too-hard", because: "the result is too long" }, explorable: tooHard };
    try {
      return {
        answer: compileAnswer.parse(JSON.parse(answer)),
        // It may have been cut off: that is told, and the text is sampled.
        explorable: explorable.safeParse(parsed(transformed)).data ?? tooHard,
      };
    } catch (cause) {
      const how = this.#child.signalCode ?? `code ${this.#child.exitCode}`;
      throw new CompileProcessError(`The compiling process ended (${how}) without an answer.\n${this.#log}`, { cause });
    }
  }

  end(): void {
    endLaunched(this.#child);
  }
}

const tooHard: Explorable = { kind: "refused", because: "The program is too large to be explored.", at: null };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
