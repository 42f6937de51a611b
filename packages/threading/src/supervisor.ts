import {
  allocate,
  attachHeap,
  clearHeap,
  createGate,
  createHeap,
  encodeAll,
  forgetModules,
  Gate,
  type GateOptions,
  type GateReport,
  HEAD_WORDS,
  NAME,
  nextThreadNumber,
  numberOf,
  words,
} from "@lockstep/memory/seam";
import type { Worker } from "node:worker_threads";
import { ThreadCrashedError } from "./errors.ts";
import type { RunMessage, ThreadStart, ThrownError, WorkerMessage, WorkerSetup } from "./messages.ts";
import type { Target } from "./module-host.ts";

/** How one round of a program ended. */
export type RoundEnd =
  | { readonly kind: "over"; readonly result: unknown; readonly report: GateReport | null }
  | { readonly kind: "threw"; readonly thread: string; readonly error: ThrownError; readonly report: GateReport | null }
  | { readonly kind: "stuck"; readonly report: GateReport };

export interface Round {
  readonly target: Target;
  readonly args: readonly unknown[];
  /** Absent: free, at full speed. */
  readonly gated?: { readonly seed: number; readonly stepsMax: number } & GateOptions;
  /** `end`: the round ends with the first error of any thread · `go-on`: when all threads are over, as a program does. A gated round always ends. */
  readonly onError?: "end" | "go-on";
}

interface RunningRound {
  readonly round: Round;
  readonly names: Map<number, string>;
  /** Workers whose thread has not ended, and whether it keeps the program alive. */
  readonly busy: Map<Worker, { readonly daemon: boolean }>;
  result: unknown;
  threw: { readonly thread: string; readonly error: ThrownError } | null;
  end(end: RoundEnd): void;
  fail(error: Error): void;
}

/**
 * Owns every worker of a program and never sleeps itself, since a worker asked for by a sleeping thread is not served.
 * One round at a time. After a round that is stuck, or that threw while threads were running, it is spent: `close` it.
 */
export class Supervisor {
  readonly #createWorker: (setup: WorkerSetup) => Worker;
  readonly #reuse: boolean;
  readonly #setup: WorkerSetup = { heap: createHeap(), gate: createGate() };
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #rounds = 0;
  #running: RunningRound | null = null;

  /** @param options.reuse whether a worker may serve another thread afterwards: only if the host gives each thread fresh modules. */
  constructor(createWorker: (setup: WorkerSetup) => Worker, options: { readonly reuse: boolean }) {
    this.#createWorker = createWorker;
    this.#reuse = options.reuse;
  }

  /** Starts workers ahead. */
  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#make());
  }

  /** Runs the target as main thread of a program; resolves when it and all threads it started are over, or nobody can go on. */
  run(round: Round): Promise<RoundEnd> {
    const { gated } = round;
    attachHeap(this.#setup.heap); // another supervisor of this thread may have been at work
    clearHeap();
    forgetModules();
    this.#rounds++;
    if (gated) Gate.begin(this.#setup.gate, gated.seed, gated.stepsMax, gated);
    const args = encodeAll(round.args, "args");
    return new Promise((end, fail) => {
      this.#running = { round, names: new Map(), busy: new Map(), result: undefined, threw: null, end, fail };
      const at = allocate(HEAD_WORDS);
      words[at + NAME] = numberOf("main");
      const number = nextThreadNumber();
      if (gated) new Gate(this.#setup.gate, () => undefined).admit(number, "main", { first: true });
      this.#start(this.#running, { number, name: "main", daemon: false, at, target: round.target, args });
    });
  }

  /** Ends every worker, whatever it does. */
  async close(): Promise<void> {
    this.#running = null;
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #make(): Worker {
    const worker = this.#createWorker(this.#setup);
    this.#all.add(worker);
    worker.on("message", (message: WorkerMessage) => this.#hear(worker, message));
    worker.on("error", (cause: Error) => this.#running?.fail(new ThreadCrashedError(cause.message, { cause })));
    worker.on("exit", () => {
      this.#all.delete(worker);
      if (this.#running?.busy.has(worker)) this.#running.fail(new ThreadCrashedError("it ended by itself"));
    });
    return worker;
  }

  #start(running: RunningRound, start: ThreadStart): void {
    running.names.set(start.number, start.name);
    const worker = this.#idle.pop() ?? this.#make();
    running.busy.set(worker, { daemon: start.daemon });
    const message: RunMessage = { start, gated: running.round.gated !== undefined, round: this.#rounds };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage(message);
  }

  #hear(worker: Worker, message: WorkerMessage): void {
    const running = this.#running;
    if (!running) return;
    switch (message.kind) {
      case "start":
        this.#start(running, message.start);
        return;
      case "stuck":
        this.#end({ kind: "stuck", report: this.#report() });
        return;
      case "threw":
        running.threw ??= { thread: running.names.get(message.number) ?? "", error: message.error };
        if (running.round.gated || running.round.onError !== "go-on") {
          this.#end({ kind: "threw", ...running.threw, report: running.round.gated ? this.#report() : null });
          return;
        }
        this.#over(running, worker, message.reusable);
        return;
      case "ended":
        if (message.number === 1) running.result = message.result;
        this.#over(running, worker, message.reusable);
    }
  }

  /** A thread is over; with the last that is no daemon, so is the program. */
  #over(running: RunningRound, worker: Worker, reusable: boolean): void {
    running.busy.delete(worker);
    if (this.#reuse && reusable) this.#idle.push(worker);
    else void worker.terminate();
    if ([...running.busy.values()].some(({ daemon }) => !daemon)) return;
    const report = running.round.gated ? this.#report() : null;
    const daemons = [...running.busy.keys()];
    running.busy.clear();
    // Nothing of this round may still run when the next one gets the same memory.
    void Promise.all(daemons.map((daemon) => daemon.terminate())).then(() =>
      this.#end(
        running.threw ? { kind: "threw", ...running.threw, report } : { kind: "over", result: running.result, report },
      ),
    );
  }

  #report(): GateReport {
    attachHeap(this.#setup.heap);
    return new Gate(this.#setup.gate, () => undefined).report();
  }

  #end(end: RoundEnd): void {
    const running = this.#running;
    this.#running = null;
    running?.end(end);
  }
}
