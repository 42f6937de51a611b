import { confineCommand } from "@lockstep/sandbox";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { type CompileAnswer, compileAnswer, type CompileRequest } from "./compile-protocol.ts";

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
/** Text that a box takes; far beyond what the largest submission becomes. */
const ANSWER_BYTES_MAX = 8 * 2 ** 20;
const LOG_CHARACTERS_MAX = 2000;
const repository = resolve(import.meta.dirname, "../../..");

/**
 * Compiles in a confined process that is used once, so that a text made to keep a compiler busy costs its author's
 * submission, and not the runner.
 * @throws {CompileProcessError}, or the signal's reason when it is aborted.
 */
export async function compileApart(request: CompileRequest, signal?: AbortSignal): Promise<CompileAnswer> {
  signal?.throwIfAborted();
  const child = confineCommand({
    command: [process.execPath, "--max-old-space-size=256", join(import.meta.dirname, "process/compile.ts")],
    readOnly: [repository],
    writable: [],
    env: {},
  }).spawn({ input: "pipe" });
  let answer = "";
  let log = "";
  const end = () => child.kill("SIGKILL");
  const timer = setTimeout(end, TIMEOUT_MS);
  signal?.addEventListener("abort", end, { once: true });
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    answer += chunk;
    if (answer.length > ANSWER_BYTES_MAX) end();
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    log = (log + chunk).slice(-LOG_CHARACTERS_MAX);
  });
  child.stdin?.on("error", () => undefined); // it ended before it had read everything; its end is told below
  try {
    const closed = once(child, "close");
    child.stdin?.end(JSON.stringify(request));
    await closed;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
  signal?.throwIfAborted();
  if (answer.length > ANSWER_BYTES_MAX) return { kind: "too-hard", because: "the result is too long" };
  try {
    return compileAnswer.parse(JSON.parse(answer));
  } catch (cause) {
    const how = child.signalCode ?? `code ${child.exitCode}`;
    throw new CompileProcessError(`The compiling process ended (${how}) without an answer.\n${log}`, { cause });
  }
}
