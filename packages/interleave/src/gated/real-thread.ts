import { type Ahead, type Asked, NOT_AHEAD, type Noted } from "@lockstep/memory/seam";
import type { Stage } from "@lockstep/threading/machinery";
import { type Memory, tooLong } from "../memory.ts";
import type { LocalState, Operation } from "../operation.ts";
import type { ThreadBody } from "../program.ts";
import { operation, RealWord, ThreadObject } from "../shared.ts";

/** What threads of one round share, beside the stage. */
export interface Round {
  readonly stage: Stage;
  readonly memory: Memory;
  /** Words that the round has come to, by their address. */
  readonly words: Map<number, RealWord>;
  /** Threads of this round that are not over, and what each of them asks for; null: it did not answer in time. */
  readonly asked: Map<number, Asked | null>;
  /** Decisions that are taken already, for the thread of this number. */
  decided: { readonly number: number; readonly ahead: Ahead };
}

/** A real thread as the model sees it: it goes on when the search says so, on a worker of its own. */
export function realThread(round: Round, number: number, name: string, isDaemon: boolean): ThreadBody {
  const begin = () => {
    const pending: Operation[] = [];
    let isThere = false;
    let isOver = false;
    return {
      next(result: number): IteratorResult<Operation, unknown> {
        const known = pending.shift();
        if (known) return { value: known };
        if (isOver) return over(round, number);
        const { decided } = round;
        const ahead = decided.number === number ? decided.ahead : NOT_AHEAD;
        const { asked, notes } = goOn(round, number, isThere ? result : 0, ahead);
        isThere = true;
        if (!asked) return { value: tooLong(nowhere) };
        for (const note of notes) {
          const done = doneOf(round, note);
          if (done) pending.push(done);
        }
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

/** What a thread asks for that waits for its first turn, or was woken. */
const beginning: Asked = { kind: "other", at: 0, first: 0, second: 0, timeoutMs: Infinity, on: 0 };

/** Lets the thread go on to its next decision point, or past `ahead` of them. */
export function goOn(
  { stage, asked }: Pick<Round, "stage" | "asked">,
  number: number,
  answer: number,
  ahead = NOT_AHEAD,
): Arrival {
  const { conductor } = stage;
  const notes: Noted[] = [];
  for (let isFirst = true; ; isFirst = false) {
    const isHere = stage.grant(number, isFirst ? answer : 0, isFirst ? ahead : null);
    for (const note of conductor.takeNotes()) {
      notes.push(note);
      if (note.kind === "unpark") wakeAt(asked, note.at);
      if (note.kind !== "start") continue;
      stage.worker(note.at);
      asked.set(note.at, beginning); // also where the search gives up before it comes to this step
    }
    if (!isHere) {
      asked.set(number, null);
      return { asked: null, notes };
    }
    const found = conductor.asked(number);
    if (found.kind === "noted") continue; // it only had no room left to write down what it did
    if (found.kind === "end" || found.kind === "threw") asked.delete(number);
    else asked.set(number, found);
    return { asked: found, notes };
  }
}

/** Whoever waited there goes on, where a run is only to end. One too many has woken without cause. */
function wakeAt(asked: Round["asked"], at: number): void {
  for (const [number, what] of asked) if (what?.kind === "park" && what.at === at) asked.set(number, beginning);
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

function wordAt({ stage, memory, words }: Round, at: number, isWide: boolean): RealWord {
  const known = words.get(at);
  if (known) return known;
  const word = memory.during(
    isWide ? "section" : `@${at}`,
    (own) => own.realWord(`word ${at}`, () => stage.valueAt(at), isWide),
    RealWord,
    0,
  );
  words.set(at, word);
  return word;
}

/** What a real thread has done without asking; null where that is no step. */
function doneOf(round: Round, { kind, at, first, second, isPoint }: Noted): Operation | null {
  if (kind === "named") {
    wordAt(round, at, false).name = round.stage.textOf(first);
    return null;
  }
  if (kind === "start") return startOf(round, at, first === 1);
  const done = operationOf(round, { kind, at, first, second, timeoutMs: Infinity, on: at });
  return isPoint ? done : { ...done, isDone: true };
}

function operationOf(round: Round, { kind, at, first, second, timeoutMs }: Asked): Operation {
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
    case "section":
    case "start":
    case "other":
    case "named":
    case "noted":
    case "end":
    case "threw":
      return operation(wordAt(round, 0, true), "add");
  }
}

function startOf(round: Round, number: number, isDaemon: boolean): Operation {
  const name = round.stage.gate.nameOf(number);
  const thread = round.memory.during(`thread ${number}`, (own) => own.thread(name), ThreadObject, 0);
  return thread.start(realThread(round, number, name, isDaemon));
}
