import type { Asked, Noted } from "@lockstep/memory/seam";
import type { Stage } from "@lockstep/threading/machinery";
import { type Memory, tooLong } from "../memory.ts";
import type { LocalState, Operation } from "../operation.ts";
import type { ThreadBody } from "../program.ts";
import { operation, RealWord, ThreadObject } from "../shared.ts";

/** What threads of one round share, beside the stage. */
export interface Round {
  readonly stage: Stage;
  readonly memory: Memory;
  /** Threads of this round that are not over, and what each of them asks for; null: it did not answer in time. */
  readonly asked: Map<number, Asked | null>;
  /** Decisions that are taken already: so often the thread of this number goes on. */
  decided: { readonly number: number; readonly ahead: number };
}

/** A real thread as the model sees it: it goes on when the search says so, on a worker of its own. */
export function realThread(round: Round, number: number, name: string, isDaemon: boolean): ThreadBody {
  const begin = () => {
    const pending: Operation[] = [];
    let isThere = false;
    let hasStarted = false;
    let isOver = false;
    return {
      next(result: number): IteratorResult<Operation, unknown> {
        const known = pending.shift();
        if (known) return { value: known };
        if (isOver) return over(round, number);
        // Whom it has just started may come before it.
        const { decided } = round;
        const ahead = decided.number === number && !hasStarted ? decided.ahead : 0;
        const { asked, notes } = goOn(round, number, isThere ? result : 0, ahead);
        isThere = true;
        if (!asked) return { value: tooLong(nowhere) };
        hasStarted = asked.kind === "start";
        pending.push(...notes.flatMap((note) => doneOf(round, note)));
        isOver = asked.kind === "end" || asked.kind === "threw";
        if (!isOver) pending.push(operationOf(round, asked));
        const first = pending.shift();
        return first ? { value: first } : over(round, number);
      },
    };
  };
  return Object.assign(begin, { threadName: name, isDaemon, work: name });
}

const nowhere: LocalState = { programSite: -1, programSites: [], addTo: () => "unknown" };

/** What a thread asks for, and what it has done before that; null: it did not come there in time. */
export interface Arrival {
  readonly asked: Asked | null;
  readonly notes: readonly Noted[];
}

/** Lets the thread go on to its next decision point, or past `ahead` of them. */
export function goOn(
  { stage, asked }: Pick<Round, "stage" | "asked">,
  number: number,
  answer: number,
  ahead = 0,
): Arrival {
  const { conductor } = stage;
  const notes: Noted[] = [];
  for (let isFirst = true; ; isFirst = false) {
    if (!stage.grant(number, isFirst ? answer : 0, isFirst ? ahead : null)) {
      asked.set(number, null);
      return { asked: null, notes };
    }
    notes.push(...conductor.takeNotes());
    const found = conductor.asked(number);
    if (found.kind === "noted") continue; // it only had no room left to write down what it did
    if (found.kind === "end" || found.kind === "threw") asked.delete(number);
    else asked.set(number, found);
    if (found.kind === "start") stage.worker(found.at);
    return { asked: found, notes };
  }
}

function over({ stage }: Round, number: number): IteratorReturnResult<unknown> {
  const end = stage.endOf(number);
  if (end.kind === "threw") throw new RealError(end.error);
  return { done: true, value: end.result };
}

/** An error that has left a real thread, as a text. */
class RealError extends Error {
  override toString(): string {
    return this.message;
  }
}

function wordAt({ stage, memory }: Round, at: number, isWide: boolean): RealWord {
  return memory.during(
    isWide ? "section" : `@${at}`,
    (own) => own.realWord(`word ${at}`, () => stage.valueAt(at), isWide),
    RealWord,
    0,
  );
}

/** What a real thread has done without asking. */
function doneOf(round: Round, { kind, at, first, second, isPoint }: Noted): readonly Operation[] {
  if (kind === "named") {
    wordAt(round, at, false).name = round.stage.textOf(first);
    return [];
  }
  const done = operationOf(round, { kind, at, first, second, timeoutMs: Infinity, on: at });
  return [isPoint ? done : { ...done, isDone: true }];
}

function operationOf(round: Round, { kind, at, first, second, timeoutMs }: Asked): Operation {
  const { memory } = round;
  switch (kind) {
    case "read":
      return wordAt(round, at, false).read();
    case "write":
      return operation(wordAt(round, at, false), "store", { isPlain: true });
    case "load":
      return wordAt(round, at, false).load();
    case "store":
    case "add":
    case "exchange":
      return operation(wordAt(round, at, false), kind, { value: first });
    case "compare-exchange":
      return operation(wordAt(round, at, false), kind, { expected: first, value: second });
    case "park":
      return operation(wordAt(round, at, false), kind, { expected: first, timeoutMs });
    case "unpark":
      return operation(wordAt(round, at, false), kind, { value: first });
    case "start": {
      const name = round.stage.gate.nameOf(at);
      const thread = memory.during(`thread ${at}`, (own) => own.thread(name), ThreadObject, 0);
      return thread.start(realThread(round, at, name, second === 1));
    }
    case "section":
    case "other":
    case "named":
    case "noted":
    case "end":
    case "threw":
      return operation(wordAt(round, 0, true), "add");
  }
}
