import {
  type Ahead,
  attachHeap,
  clearHeap,
  Conductor,
  createConduct,
  createGate,
  createHeap,
  elementLabel,
  encodeAll,
  forgetModules,
  Gate,
  type GateReport,
  nextThreadNumber,
  NOT_AHEAD,
  textOf,
  words,
} from "@lockstep/memory/seam";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { enrollMain } from "./current-thread.ts";
import { NotRepeatableError } from "./errors.ts";
import type { WorkerSetup } from "./messages.ts";
import { ownSources } from "./own-sources.ts";
import type { PlainWorkerData } from "./plain-worker.ts";
import { type ProgramText, readProgram } from "./program-text.ts";
import type { Program } from "./run-on-worker.ts";
import { NEVER_AFTER_CALLS } from "./run-on-worker.ts";
import { createStartLine, type LineEnd, PLACES, StartLine } from "./start-line.ts";

/** How long a thread may compute between two decision points. */
const LIMIT_MS = 20_000;
/** The same for the first ones of a worker that has to start. */
const START_LIMIT_MS = 60_000;

/** Most threads of a conducted program. */
export const STAGE_THREADS_MAX = PLACES;

/** How a program is put on a stage. */
export interface StageOptions {
  /** Workers that are there before the first round; more come when they are needed. */
  readonly warm?: number;
  /** See `readProgram`. */
  readonly packagesFrom?: string;
  /** Rounds run at full speed, without a conductor: `play` them. */
  readonly isFree?: boolean;
}

/** How a round at full speed ended. `stuck`: not within the limit. `threw`: an error left a thread. */
export type FreeEnd =
  | { readonly kind: "over"; readonly result: string | null }
  | { readonly kind: "threw"; readonly error: string }
  | { readonly kind: "stuck" };

/**
 * A program on real worker threads of which the conductor decides who goes on, round by round. Its workers stay from one
 * round to the next; each thread has fresh instances of the program's modules.
 *
 * **Threads**: everything here is called by one thread, which may sleep and needs no event loop meanwhile.
 */
export class Stage implements Disposable {
  readonly #setup: WorkerSetup = { heap: createHeap(), gate: createGate() };
  readonly #conduct = createConduct();
  readonly #lineMemory = createStartLine();
  readonly #line = new StartLine(this.#lineMemory);
  readonly #text: ProgramText;
  readonly #sources: ReadonlyMap<string, string>;
  readonly #program: Program;
  readonly #workers = new Map<number, Worker>();
  /** Those that have run a thread: a new one takes its time for the first. */
  readonly #up = new Set<number>();
  /** What of a schedule is written down: nothing, its steps, or its steps with the lines of the program. From the next round on. */
  keeps: "nothing" | "steps" | "lines" = "nothing";
  /** Lets threads go on, and knows what each of them asks for. */
  readonly conductor = new Conductor(this.#conduct);
  /** The schedule that is written down, and the names in it. */
  readonly gate = new Gate(this.#setup.gate, () => undefined);
  readonly #isFree: boolean;

  /** @throws {NotRepeatableError} for a program whose modules can't be made afresh for each thread. */
  constructor(program: Program, { warm = 0, packagesFrom, isFree = false }: StageOptions = {}) {
    this.#isFree = isFree;
    setFlagsFromString(`--wasm-wrapper-tiering-budget=${NEVER_AFTER_CALLS}`);
    const text = readProgram(program.module, packagesFrom);
    if (!text) throw new NotRepeatableError(program.module);
    this.#program = program;
    this.#text = text;
    this.#sources = ownSources(text.outside);
    for (let place = 1; place <= Math.min(warm, PLACES); place++) this.worker(place);
  }

  /** Begins a round: the main thread, which has number 1, waits for its first turn. Nothing of the last round may run any more. */
  begin(): void {
    attachHeap(this.#setup.heap);
    clearHeap();
    forgetModules();
    Gate.begin(this.#setup.gate, 0, 0, {
      isTraced: this.keeps === "lines",
      isSilent: this.keeps === "nothing",
    });
    this.conductor.begin();
    this.#line.begin();
    const args = encodeAll(this.#program.args ?? [], "args");
    const number = nextThreadNumber();
    const at = enrollMain(number);
    this.gate.admit(number, "main");
    const target = { module: this.#program.module, name: this.#program.name, source: "" };
    this.worker(number);
    this.#line.pass({
      number,
      name: "main",
      daemon: false,
      at,
      target,
      args,
      fields: null,
      delayMs: null,
      isAsync: false,
    });
  }

  /**
   * Lets a thread go on. Answers false when it did not come to a decision point in time: it goes round without touching
   * anything shared, or its worker has died.
   * @param ahead see `Conductor.grant`.
   */
  grant(thread: number, answer: number, ahead: Ahead | null = NOT_AHEAD): boolean {
    const isHere = this.conductor.grant(thread, answer, this.#up.has(thread) ? LIMIT_MS : START_LIMIT_MS, ahead);
    if (isHere) this.#up.add(thread);
    return isHere;
  }

  /**
   * Plays a round at full speed, until all but its daemons are over, or until the limit: then its threads lose their
   * workers. Before the round after one with daemons, `endRest`.
   */
  play(limitMs: number = START_LIMIT_MS): FreeEnd {
    this.begin();
    const areOver = this.#line.awaitAll(limitMs, () => {
      for (const place of this.#line.places()) this.worker(place);
    });
    if (!areOver) {
      for (const place of this.#line.places()) this.replace(place);
      return { kind: "stuck" };
    }
    const over = this.#line.places().filter((place) => this.#line.isOver(place));
    const ends = over.map((place) => this.#line.endOf(place));
    const threw = ends.find((end) => end.kind === "threw");
    const [main] = ends;
    return threw ?? { kind: "over", result: main?.kind === "returned" ? main.result : null };
  }

  /** Ends what still runs of the last round: daemons, and whatever they start meanwhile. Another worker takes the place of each. */
  async endRest(): Promise<void> {
    const next = () => this.#line.places().find((place) => !this.#line.isOver(place));
    for (let place = next(); place !== undefined; place = next()) {
      await this.#workers.get(place)?.terminate();
      this.replace(place);
    }
  }

  /** What lies in the word at this address now; 0 for what is no word. */
  valueAt(at: number): number {
    return words[at] ?? 0;
  }

  /** What the word at this address is called in schedules; empty where nobody has said that in this round. */
  nameAt(at: number): string {
    const { name, index } = this.conductor.nameOf(at);
    if (name === 0) return "";
    return index === null ? textOf(name) : elementLabel(textOf(name), index);
  }

  /** Makes sure that there is a worker for the thread of this number: another one where the last thread there took its with it. */
  worker(place: number): void {
    if (place > PLACES) return;
    if (this.#line.takeLeft(place)) this.#lose(place);
    if (this.#workers.has(place)) return;
    const workerData: PlainWorkerData = {
      setup: this.#setup,
      program: this.#text,
      sources: this.#sources,
      conducted: { conduct: this.#isFree ? null : this.#conduct, line: this.#lineMemory, place },
    };
    const worker = new Worker(new URL("./plain-boot.mjs", import.meta.url), { workerData });
    worker.unref();
    this.#workers.set(place, worker);
  }

  /** Ends the worker of a thread that is stuck: what it would do when it is told to stop is the program's, not ours. Another takes its place. */
  replace(place: number): void {
    void this.#workers.get(place)?.terminate();
    this.#workers.delete(place);
    this.#up.delete(place);
    this.#line.clear(place);
    this.conductor.takeBack(place);
    this.worker(place);
  }

  /** It ends by itself; at the next turn of the event loop, which no round waits for, whatever it does in its last listeners. */
  #lose(place: number): void {
    const worker = this.#workers.get(place);
    setImmediate(() => void worker?.terminate());
    this.#workers.delete(place);
    this.#up.delete(place);
  }

  /** How the thread of this number ended, once it is over. */
  endOf(place: number): LineEnd {
    return this.#line.endOf(place);
  }

  /** The schedule of the last round, and who waits for what. */
  report(): GateReport {
    attachHeap(this.#setup.heap);
    return this.gate.report();
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers.values()) void worker.terminate();
    this.#workers.clear();
  }
}
