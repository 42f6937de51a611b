import type { ExercisePack } from "@lockstep/contracts";
import { confineCommand, endLaunched } from "@lockstep/sandbox";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join, resolve } from "node:path";
import type { ToldGrading } from "./process/grading-channel.ts";
import { makeHome, socketIn, sweepHomes } from "./judge-home.ts";
import { onLines, sendLine } from "./lines.ts";
import { fromJudge, type FromJudge, type RunReply, type RunRequest, type ToJudge } from "./protocol.ts";

/** The judge process could not be started, broke its protocol, or died. Never the student's fault. */
export class JudgeProcessError extends Error {
  readonly code = "judge-process";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "JudgeProcessError";
  }
}

/** Time for the process to boot and say that it is ready. */
const START_TIMEOUT_MS = 60_000;
const LOG_BYTES_MAX = 16 * 1024;
const repository = resolve(import.meta.dirname, "../../..");
/** All that the process needs of the checkout. Other exercises, with their hidden tests, are not among it. */
const VISIBLE = [
  "node_modules",
  "packages/judge",
  "packages/contracts",
  "packages/measure",
  "packages/config-typescript",
].map((path) => join(repository, path));
/** Threads and the grader's socket, and nothing else: no process is started by a test. */
const NEEDS = ["sockets"];
const MEMORY_BYTES_MAX = 1024 * 2 ** 20;
/** Longest time in which the process says nothing and waits for no box: its tests compute without an end. */
const SILENCE_MS_MAX = 60_000;
/** Of one grading; more is a flood. */
const MESSAGES_MAX = 20_000;
/** The process itself and the workers of its test files. */
const CONNECTIONS_MAX = 16;

export interface JudgeProcessOptions {
  /** For tests; a minute of silence when absent. */
  readonly silenceMsMax?: number;
  /** For tests; 1 GiB when absent. */
  readonly memoryBytesMax?: number;
}

export interface GradingListener {
  run(request: RunRequest): Promise<RunReply>;
  event(event: Extract<FromJudge, { kind: "test-started" | "test-finished" }>): void;
}

/**
 * The process that runs the tests of one exercise version: confined, without network, kept between submissions of that
 * version and never used for another. One grading at a time.
 */
export class JudgeProcess {
  readonly #home: string;
  readonly #server: Server;
  readonly #child: ChildProcess;
  readonly #gone: Promise<never>;
  readonly #slug: string;
  readonly #silenceMsMax: number;
  #main: Socket | undefined;
  #heardAtMs = 0;
  #messages = 0;
  #runs = 0;
  #grading:
    | { readonly listener: GradingListener; done(problems: readonly string[]): void; fail(cause: Error): void }
    | undefined;
  #log = "";

  private constructor(pack: ExercisePack, home: string, server: Server, options: JudgeProcessOptions) {
    this.#slug = pack.slug;
    this.#silenceMsMax = options.silenceMsMax ?? SILENCE_MS_MAX;
    this.#home = home;
    this.#server = server;
    const command = confineCommand({
      command: [
        process.execPath,
        join(import.meta.dirname, "process/main.ts"),
        socketIn(home),
        join(home, "tests"),
        "/tmp", // its own, in memory
      ],
      // The socket takes connections through a read-only view, too. Nothing it writes outlives it.
      readOnly: [...VISIBLE, home],
      writable: [],
      wall: { needs: NEEDS, memoryBytesMax: options.memoryBytesMax ?? MEMORY_BYTES_MAX },
      env: { NODE_ENV: "test", NO_COLOR: "1", XDG_DATA_HOME: "/tmp" },
    });
    this.#child = command.spawn();
    const keep = (chunk: Buffer) => (this.#log = (this.#log + chunk.toString()).slice(-LOG_BYTES_MAX));
    this.#child.stdout?.on("data", keep);
    this.#child.stderr?.on("data", keep);
    this.#gone = new Promise((_resolve, reject) => {
      const ended = (how: string) => reject(this.#error(`The judge process ended (${how}).\n${this.#log}`));
      this.#child.once("error", (error) => ended(error.message));
      this.#child.once("exit", (code, signal) => ended(signal ?? `code ${code}`));
    });
    this.#gone.catch((error: Error) => this.#grading?.fail(error));
  }

  /** Writes the exercise's tests into a folder of their own and starts the process for them. */
  static async start(pack: ExercisePack, options: JudgeProcessOptions = {}): Promise<JudgeProcess> {
    await sweepHomes();
    const server = createServer();
    server.maxConnections = CONNECTIONS_MAX;
    const home = makeHome();
    server.listen(socketIn(home)); // from now on a sweep can tell whether we live
    const listening = once(server, "listening");
    for (const { name, text } of pack.tests) writeFileSync(join(home, "tests", name), text);
    await listening;
    const judge = new JudgeProcess(pack, home, server, options);
    try {
      const ready = new Promise<void>((done) => {
        server.on("connection", (socket) => judge.#accept(socket, done));
      });
      await Promise.race([ready, judge.#gone, expiry(START_TIMEOUT_MS)]);
      return judge;
    } catch (cause) {
      await judge.close();
      throw cause;
    }
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Runs the named test files; resolves with problems that concern no single test (a file that can't be loaded).
   * @throws {JudgeProcessError} when the process died or broke the protocol.
   */
  async grade(told: ToldGrading, listener: GradingListener, signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    const abort = () => this.#grading?.fail(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    this.#heardAtMs = performance.now();
    this.#messages = 0;
    this.#runs = 0;
    const watch = setInterval(() => this.#lookForSilence(), 100);
    try {
      return await new Promise((done, fail) => {
        this.#grading = { listener, done, fail };
        if (this.#main) this.#send(this.#main, { kind: "grade", ...told });
        else fail(new JudgeProcessError("The judge process is not connected."));
      });
    } finally {
      clearInterval(watch);
      this.#grading = undefined;
      signal.removeEventListener("abort", abort);
    }
  }

  /** Begins ahead what each grading needs and takes longest: the worker in which the tests run. */
  prepare(): void {
    if (this.#main) this.#send(this.#main, { kind: "prepare" });
  }

  /** Ends the process and removes its folder. */
  async close(): Promise<void> {
    if (this.alive) {
      const exit = once(this.#child, "exit");
      endLaunched(this.#child);
      await exit;
    }
    this.#server.close();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #send(socket: Socket, message: ToJudge): void {
    if (!socket.destroyed) sendLine(socket, message);
  }

  /** The process connects once for itself and once for each worker that runs a test file. */
  #accept(socket: Socket, ready: () => void): void {
    socket.on("error", () => socket.destroy());
    onLines(socket, (value) => {
      const parsed = fromJudge.safeParse(value);
      if (!parsed.success) {
        this.#grading?.fail(this.#error(`The judge process said something unknown: ${parsed.error.message}`));
        return;
      }
      const message = parsed.data;
      this.#heardAtMs = performance.now();
      if (++this.#messages > MESSAGES_MAX)
        this.#grading?.fail(this.#error(`Its tests said more than ${MESSAGES_MAX} things.`));
      switch (message.kind) {
        case "ready":
          this.#main = socket;
          ready();
          break;
        case "test-started":
        case "test-finished":
          this.#grading?.listener.event(message);
          break;
        case "done":
          this.#grading?.done(message.problems);
          break;
        case "run":
          this.#run(socket, message);
          break;
      }
    });
  }

  #run(socket: Socket, request: RunRequest): void {
    const grading = this.#grading;
    if (!grading) return;
    this.#runs++;
    void grading.listener
      .run(request)
      .then(
        (reply) => this.#send(socket, reply),
        (cause: unknown) => grading.fail(cause instanceof Error ? cause : new Error(String(cause))),
      )
      .finally(() => {
        this.#runs--;
        this.#heardAtMs = performance.now();
      });
  }

  /** Only the process's own time counts, not that of boxes. */
  #lookForSilence(): void {
    if (this.#runs > 0 || performance.now() - this.#heardAtMs <= this.#silenceMsMax) return;
    this.#grading?.fail(this.#error(`Its tests said nothing for ${this.#silenceMsMax / 1000} s.`));
  }

  #error(message: string): JudgeProcessError {
    return new JudgeProcessError(`Exercise ${this.#slug}: ${message}`);
  }
}

function expiry(timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(
      () => reject(new JudgeProcessError(`The judge process was not ready in ${timeoutMs / 1000} s.`)),
      timeoutMs,
    ).unref();
  });
}
