import {
  allocate,
  attachHeap,
  clearHeap,
  createGate,
  createHeap,
  forgetModules,
  Gate,
  type GateReport,
  HEAD_WORDS,
  NAME,
  nextThreadNumber,
  numberOf,
  words,
} from "@lockstep/memory/seam";
import type { Worker } from "node:worker_threads";
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
  readonly gated?: { readonly seed: number; readonly stepsMax: number };
}

/**
 * Owns every worker of a program and never sleeps itself, since a worker asked for by a sleeping thread is not served.
 * One round at a time. After a round that is stuck or threw the supervisor is spent: `close` it.
 */
export class Supervisor {
  readonly #createWorker: (setup: WorkerSetup) => Worker;
  readonly #reuse: boolean;
  readonly #setup: WorkerSetup = { heap: createHeap(), gate: createGate() };
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #names = new Map<number, string>();
  #alive = 0;
  #round: { readonly gated: boolean; result: unknown; end(end: RoundEnd): void; fail(error: Error): void } | null =
    null;

  /** @param options.reuse whether a worker may serve another thread afterwards: only if the host gives each thread fresh modules. */
  constructor(createWorker: (setup: WorkerSetup) => Worker, options: { readonly reuse: boolean }) {
    this.#createWorker = createWorker;
    this.#reuse = options.reuse;
    attachHeap(this.#setup.heap);
  }

  /** Starts workers ahead. */
  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#make());
  }

  /** Runs the target as main thread of a program; resolves when it and all threads it started are over, or nobody can go on. */
  run(round: Round): Promise<RoundEnd> {
    const { gated } = round;
    clearHeap();
    forgetModules();
    this.#names.clear();
    if (gated) Gate.begin(this.#setup.gate, gated.seed, gated.stepsMax);
    return new Promise((end, fail) => {
      this.#round = { gated: gated !== undefined, result: undefined, end, fail };
      const at = allocate(HEAD_WORDS);
      words[at + NAME] = numberOf("main");
      const number = nextThreadNumber();
      if (gated) new Gate(this.#setup.gate, () => undefined).admit(number, "main", true);
      this.#start({ number, name: "main", at, target: round.target, args: round.args });
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #make(): Worker {
    const worker = this.#createWorker(this.#setup);
    this.#all.add(worker);
    worker.on("message", (message: WorkerMessage) => this.#hear(worker, message));
    worker.on("error", (error: Error) => this.#round?.fail(error));
    worker.on("exit", (code) => {
      this.#all.delete(worker);
      if (code !== 0) this.#round?.fail(new Error(`a worker ended with code ${code}`));
    });
    return worker;
  }

  #start(start: ThreadStart): void {
    this.#alive++;
    this.#names.set(start.number, start.name);
    const message: RunMessage = { start, gated: this.#round?.gated ?? false };
    (this.#idle.pop() ?? this.#make()).postMessage(message);
  }

  #hear(worker: Worker, message: WorkerMessage): void {
    const round = this.#round;
    if (!round) return;
    switch (message.kind) {
      case "start":
        this.#start(message.start);
        return;
      case "stuck":
        this.#end({ kind: "stuck", report: this.#report() });
        return;
      case "threw":
        this.#end({
          kind: "threw",
          thread: this.#names.get(message.number) ?? "",
          error: message.error,
          report: round.gated ? this.#report() : null,
        });
        return;
      case "ended":
        if (message.number === 1) round.result = message.result;
        if (this.#reuse) this.#idle.push(worker);
        else worker.unref();
        if (--this.#alive === 0)
          this.#end({ kind: "over", result: round.result, report: round.gated ? this.#report() : null });
    }
  }

  #report(): GateReport {
    return new Gate(this.#setup.gate, () => undefined).report();
  }

  #end(end: RoundEnd): void {
    const round = this.#round;
    this.#round = null;
    round?.end(end);
  }
}
