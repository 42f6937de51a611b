import {
  attachHeap,
  clearHeap,
  createGate,
  createHeap,
  encodeAll,
  forgetModules,
  Gate,
  type GateOptions,
  type GateReport,
  LINK,
  NAME,
  nextThreadNumber,
  OWNER,
  primitiveLinks,
  textOf,
  words,
} from "@lockstep/memory/seam";
import type { Worker } from "node:worker_threads";
import { enrollMain } from "./current-thread.ts";
import { ThreadCrashedError } from "./errors.ts";
import type { RunMessage, ThreadStart, ThrownError, WorkerMessage, WorkerSetup } from "./messages.ts";
import type { Target } from "./module-host.ts";
import { ENDED, glimpse } from "./record.ts";

/** How one round of a program ended. */
export type RoundEnd =
  | {
      readonly kind: "over";
      readonly result: unknown;
      /** Locks that a thread had not released when it ended, and nobody since. */
      readonly held: GateReport["held"];
      readonly report: GateReport | null;
    }
  | { readonly kind: "threw"; readonly thread: string; readonly error: ThrownError; readonly report: GateReport | null }
  | { readonly kind: "stuck"; readonly report: GateReport };

/** One run of a program. */
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
  /** Threads that have not ended, by their number. */
  readonly alive: Map<number, { readonly start: ThreadStart; readonly worker: Worker }>;
  /** Threads that get the next worker whose thread is over: that is known in shared memory before the worker says it. */
  readonly next: ThreadStart[];
  readonly ended: Set<number>;
  /** Only daemons are left, and are being ended: what they still say doesn't count, and they serve nobody again. */
  isClosing: boolean;
  result: unknown;
  threw: { readonly thread: string; readonly error: ThrownError } | null;
  end(end: RoundEnd): void;
  fail(error: Error): void;
}

/** Threads on a shared worker, from which on another one is worth its start: that takes 35 ms of a core, and a thread on one that is there 0.08 ms. */
const MANY = 400;

/** What may be done with workers. */
export interface SupervisorOptions {
  /** A worker may serve another thread afterwards: only if the host gives each thread fresh modules. */
  readonly reuse: boolean;
  /** At full speed, threads whose functions are async share so many workers at most; absent: none. Only if the host gives each of them modules of its own. */
  readonly sharedWorkers?: number;
}

/**
 * Owns every worker of a program and never sleeps itself, since a worker asked for by a sleeping thread is not served.
 * One round at a time. After a round that is stuck, or that threw while threads were running, it is spent: `close` it.
 */
export class Supervisor {
  readonly #createWorker: (setup: WorkerSetup) => Worker;
  readonly #options: SupervisorOptions;
  readonly #setup: WorkerSetup = { heap: createHeap(), gate: createGate() };
  readonly #idle: Worker[] = [];
  /** Workers that several threads share, and how many of them each has. */
  readonly #shared = new Map<Worker, number>();
  readonly #all = new Set<Worker>();
  #rounds = 0;
  #running: RunningRound | null = null;

  constructor(createWorker: (setup: WorkerSetup) => Worker, options: SupervisorOptions) {
    this.#createWorker = createWorker;
    this.#options = options;
  }

  /** Rounds begun so far. */
  get rounds(): number {
    return this.#rounds;
  }

  /** Starts workers ahead, for threads to come; resolves when they are up, or gone. A thread may get one before. */
  async warm(count: number): Promise<void> {
    const made = Array.from({ length: count }, () => this.#make());
    this.#idle.push(...made);
    await Promise.all(
      made.map((worker) => new Promise((isUp) => void worker.once("message", isUp).once("exit", isUp))),
    );
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
      this.#running = {
        round,
        names: new Map(),
        alive: new Map(),
        next: [],
        ended: new Set(),
        isClosing: false,
        result: undefined,
        threw: null,
        end,
        fail,
      };
      const number = nextThreadNumber();
      const at = enrollMain(number);
      if (gated) new Gate(this.#setup.gate, () => undefined).admit(number, "main", { first: true });
      this.#start(this.#running, {
        number,
        name: "main",
        daemon: false,
        at,
        target: round.target,
        args,
        fields: null,
        delayMs: null,
        isAsync: false,
      });
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
    worker.on("exit", () => this.#lose(worker));
    return worker;
  }

  /** A worker has ended by itself, with the threads that it had. */
  #lose(worker: Worker): void {
    this.#all.delete(worker);
    this.#shared.delete(worker);
    if (this.#idle.includes(worker)) this.#idle.splice(this.#idle.indexOf(worker), 1);
    const running = this.#running;
    if (!running) return;
    for (const { start } of [...running.alive.values()].filter((thread) => thread.worker === worker)) {
      if (glimpse(start.at) === ENDED) this.#over(running, worker, start.number, false); // it has called process.exit()
      else running.fail(new ThreadCrashedError("it ended by itself"));
    }
  }

  #start(running: RunningRound, start: ThreadStart): void {
    running.names.set(start.number, start.name);
    const isShared = start.isAsync && !running.round.gated && (this.#options.sharedWorkers ?? 0) > 0;
    if (isShared) return this.#startOn(running, this.#sharedWorker(), start, true);
    const worker = this.#idle.pop();
    if (!worker && this.#isAboutToBeIdle(running)) running.next.push(start);
    else this.#startOn(running, worker ?? this.#make(), start, false);
  }

  #startOn(running: RunningRound, worker: Worker, start: ThreadStart, isShared: boolean): void {
    running.alive.set(start.number, { start, worker });
    const message: RunMessage = { start, isShared, gated: running.round.gated !== undefined, round: this.#rounds };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage(message);
  }

  /** Whether there are threads that are over, whose workers have not said so yet, beside those that others wait for. */
  #isAboutToBeIdle({ alive, next, round }: RunningRound): boolean {
    if (!this.#options.reuse) return false;
    attachHeap(this.#setup.heap);
    const gate = round.gated ? new Gate(this.#setup.gate, () => undefined) : null;
    // In a gated round its record says so earlier: it may still have to get the baton once, perhaps from who is waiting here.
    const isOver = ({ number, at }: ThreadStart) => (gate ? gate.hasEnded(number) : glimpse(at) === ENDED);
    const ended = [...alive.values()].filter(({ start, worker }) => !this.#shared.has(worker) && isOver(start));
    return ended.length > next.length;
  }

  /** One that is up and has none of them, or the one with the fewest. A new one takes its time: only when those there are have many. */
  #sharedWorker(): Worker {
    const [least] = [...this.#shared].toSorted(([, a], [, b]) => a - b);
    const mayMake = this.#shared.size < (this.#options.sharedWorkers ?? 0);
    const isIdle = least !== undefined && least[1] === 0;
    let worker = mayMake && !isIdle ? this.#idle.pop() : undefined;
    worker ??= least && !(mayMake && least[1] >= MANY) ? least[0] : this.#make();
    this.#shared.set(worker, (this.#shared.get(worker) ?? 0) + 1);
    return worker;
  }

  #hear(worker: Worker, message: WorkerMessage): void {
    const running = this.#running;
    if (!running || running.isClosing) return;
    switch (message.kind) {
      case "start":
        this.#start(running, message.start);
        return;
      case "up":
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
        this.#over(running, worker, message.number, message.reusable);
        return;
      case "ended":
        if (message.number === 1) running.result = message.result;
        this.#over(running, worker, message.number, message.reusable);
    }
  }

  /** A thread is over; with the last that is no daemon, so is the program. */
  #over(running: RunningRound, worker: Worker, number: number, reusable: boolean): void {
    if (running.alive.get(number)?.worker !== worker) return; // it is over, or was a thread of another round
    running.alive.delete(number);
    running.ended.add(number);
    this.#free(running, worker, reusable);
    if (running.next.length > 0 || [...running.alive.values()].some(({ start }) => !start.daemon)) return;
    const report = running.round.gated ? this.#report() : null;
    running.isClosing = true;
    const daemons = [...running.alive.values()].map(({ worker: its }) => its);
    running.alive.clear();
    for (const daemon of daemons) this.#shared.delete(daemon);
    // Nothing of this round may still run when the next one gets the same memory.
    void Promise.all(daemons.map((daemon) => daemon.terminate())).then(() =>
      this.#end(
        running.threw
          ? { kind: "threw", ...running.threw, report }
          : { kind: "over", result: running.result, held: this.#held(running), report },
      ),
    );
  }

  /** What the worker does next. */
  #free(running: RunningRound, worker: Worker, reusable: boolean): void {
    const count = this.#shared.get(worker);
    if (count !== undefined) {
      this.#shared.set(worker, count - 1);
      return;
    }
    const canServe = this.#options.reuse && reusable;
    if (!canServe) void worker.terminate();
    const start = running.next.shift();
    if (start) this.#startOn(running, canServe ? worker : this.#make(), start, false);
    else if (canServe) this.#idle.push(worker);
  }

  #held({ ended, names }: RunningRound): GateReport["held"] {
    attachHeap(this.#setup.heap);
    return [...primitiveLinks()].flatMap((link) => {
      const at = link - LINK;
      const owner = words[at + OWNER] ?? 0;
      return ended.has(owner) ? [{ thread: names.get(owner) ?? "", lock: textOf(words[at + NAME] ?? 0) }] : [];
    });
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
