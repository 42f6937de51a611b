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
}

/** A real thread as the model sees it: it goes on when the search says so, on a worker of its own. */
export function realThread(round: Round, number: number, name: string, isDaemon: boolean): ThreadBody {
  const begin = () => {
    const pending: Operation[] = [];
    let isThere = false;
    return {
      next(result: number): IteratorResult<Operation, unknown> {
        const ahead = pending.shift();
        if (ahead) return { value: ahead };
        const asked = goOn(round, number, isThere ? result : 0);
        isThere = true;
        if (!asked) return { value: tooLong(nowhere) };
        pending.push(...round.stage.conductor.takeNotes().flatMap((note) => doneOf(round, note)));
        if (asked.kind === "end" || asked.kind === "threw") return over(round, number);
        pending.push(operationOf(round, asked));
        const first = pending.shift();
        if (!first) throw new RangeError("a thread that asks for nothing");
        return { value: first };
      },
    };
  };
  return Object.assign(begin, { threadName: name, isDaemon, work: name });
}

const nowhere: LocalState = { programSite: -1, programSites: [], addTo: () => "unknown" };

/** Lets the thread go on to its next decision point; null where it did not come there in time. */
export function goOn({ stage, asked }: Pick<Round, "stage" | "asked">, number: number, answer: number): Asked | null {
  const { conductor } = stage;
  for (let given = answer; ; given = 0) {
    if (!stage.grant(number, given)) {
      asked.set(number, null);
      return null;
    }
    const found = conductor.asked(number);
    if (found.kind === "noted") continue; // it only had no room left to write down what it did
    if (found.kind === "end" || found.kind === "threw") asked.delete(number);
    else asked.set(number, found);
    if (found.kind === "start") stage.worker(found.at);
    return found;
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
function doneOf(round: Round, { kind, at, value }: Noted): readonly Operation[] {
  if (kind === "named") {
    wordAt(round, at, false).name = round.stage.textOf(value);
    return [];
  }
  const asked = { kind, at, first: 0, second: 0, timeoutMs: Infinity, on: at };
  return [{ ...operationOf(round, asked), isDone: true }];
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
