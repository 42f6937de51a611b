import type { Automaton, Joins, Place } from "./automaton.ts";
import { Execution, type Knowledge, type Stop } from "./execution.ts";
import { Hash } from "./hash.ts";
import type { Operation } from "./operation.ts";
import type { ThreadBody } from "./program.ts";
import type { Shared } from "./shared.ts";

/** `ready`: its operation can be tried · `sleeping`: on a cell or a condition · `woken`: about to go on · `done` · `failed`: threw. */
export type ThreadStatus = "ready" | "sleeping" | "woken" | "done" | "failed";

export interface SavedThread extends Pick<
  ThreadState,
  "body" | "kind" | "object" | "status" | "pending" | "slept" | "answer" | "deadlineMs" | "saved" | "error" | "result"
> {
  readonly automaton: Automaton | null;
  readonly place: Place | null;
}

/** One thread in one run. */
export class ThreadState {
  status: ThreadStatus = "ready";
  /** What it asks for next; null once it is over. After a wake-up from a condition: the lock it takes again. */
  pending: Operation | null = null;
  /** The wait or park that put it to sleep. */
  slept: Operation | null = null;
  /** What that answers once the thread goes on. */
  answer = 0;
  /** When the time of its operation is over, on the model's clock; Infinity: never. */
  deadlineMs = Infinity;
  /** What the lock held when it went to sleep on a condition. */
  saved = 0;
  error: unknown = null;
  /** What its body returned. */
  result: unknown = undefined;
  /** False for a real thread that was started and never chosen: what it does first isn't known, but it can go on. */
  hasBegun = true;
  /** What it is known to do; null: it is run each time. */
  #automaton: Automaton | null = null;
  #place: Place | null = null;
  #execution: Execution | null = null;

  readonly index: number;
  body: ThreadBody;
  /** The same for threads with the same body. */
  kind: number;
  /** As others know it; null for a thread that nobody can join. */
  object: Shared | null;

  constructor(index: number, body: ThreadBody, kind: number, object: Shared | null = null) {
    this.index = index;
    this.body = body;
    this.kind = kind;
    this.object = object;
  }

  reset(automaton: Automaton | null): void {
    this.status = "ready";
    this.hasBegun = true;
    this.pending = this.slept = this.error = null;
    this.result = undefined;
    this.answer = 0;
    this.#automaton = automaton;
    this.#place = automaton?.beginning ?? null;
    this.#execution = automaton ? null : new Execution(this.body, this.kind);
  }

  /** Work done since it was started, where the program counts it; what comes before its pending operation included. */
  get ticks(): number {
    return this.#execution?.ticks ?? 0;
  }

  get isOver(): boolean {
    return this.status === "done" || this.status === "failed";
  }

  get isDaemon(): boolean {
    return this.body.isDaemon ?? false;
  }

  /** For people: after its body, and its place among the threads. */
  get name(): string {
    return (this.body.threadName ?? `${this.body.name || "thread"}-${this.index + 1}`).slice(-64);
  }

  /** Goes on to the next operation. @throws {RefusedError} @throws {NondeterminismError} */
  resume(result: number): void {
    this.slept = null;
    const { status, pending, result: returned, error } = this.#next(result);
    this.status = status;
    this.pending = pending;
    this.result = returned;
    this.error = error;
  }

  #next(result: number): Stop {
    if (this.#automaton && this.#place) return (this.#place = this.#automaton.next(this.#place, result));
    if (!this.#execution) throw new RangeError("a thread that was not begun");
    return this.#execution.advance(result);
  }

  /** All that changes of it in a run. Only of a thread whose doings are remembered: a generator can't be copied. */
  save(): SavedThread {
    const { body, kind, object, status, pending, slept, answer, deadlineMs, saved, error, result } = this;
    const [automaton, place] = [this.#automaton, this.#place];
    return { body, kind, object, status, pending, slept, answer, deadlineMs, saved, error, result, automaton, place };
  }

  restore({ automaton, place, ...others }: SavedThread): void {
    Object.assign(this, others);
    this.#automaton = automaton;
    this.#place = place;
  }

  /** All that it knows: equal ones act alike. */
  get knowledge(): Knowledge {
    return this.#place?.knowledge ?? this.#execution?.knowledge ?? nothing;
  }

  /** The threads it waits for one after another, and what it knows then; null where it waits for none, or that isn't known. */
  get joins(): Joins | null {
    return (this.status === "ready" && this.#place && this.#automaton?.joinsFrom(this.#place)) || null;
  }

  /** The object it waits for, or null. */
  get waitsFor(): Shared | null {
    return this.pending?.on ?? null;
  }
}

const nothing: Knowledge = { hash: new Hash(), knowsThreads: true };
