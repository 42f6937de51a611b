import { type Ahead, type Asked, DOES, NOT_AHEAD, Notes } from "@lockstep/memory/seam";
import type { Stage } from "@lockstep/threading/machinery";
import { type Memory, tooLong } from "../memory.ts";
import type { LocalState, Operation, OperationKind } from "../operation.ts";
import type { ThreadBody } from "../program.ts";
import { operation, RealWord, ThreadObject } from "../shared.ts";

/** What threads of one round share, beside the stage. */
export interface Round {
  readonly stage: Stage;
  readonly memory: Memory;
  /** Words that the rounds have come to, by their address. */
  readonly words: Map<number, RealWord>;
  /** What the thread of each number was in the last round that had one. */
  readonly bodies: Map<number, ThreadBody>;
  /** Threads of this round that are not over, and what each of them asks for; null: it did not answer in time. */
  readonly asked: Map<number, Asked | null>;
  /** Decisions that are taken already, for the thread of this number. */
  decided: { readonly number: number; readonly ahead: (() => Ahead) | null };
}

/**
 * A real thread as the model sees it: it goes on when the search says so, on a worker of its own. What it has done without
 * asking is told on the way; only what has to be decided, or would have been, is an operation.
 */
export function realThread(round: Round, number: number, name: string, isDaemon: boolean): ThreadBody {
  const notes = new Notes();
  const begin = () => {
    notes.clear();
    let asks: Asked | null = null;
    let isThere = false;
    let isOver = false;
    return {
      next(result: number): IteratorResult<Operation, unknown> {
        for (;;) {
          while (notes.next()) {
            if (notes.isPoint) return { value: operationOf(round, notes) };
            tell(round, number, notes);
          }
          if (isOver) return over(round, number);
          if (asks) {
            const value = operationOf(round, asks);
            asks = null;
            return { value };
          }
          const { decided } = round;
          const ahead = (decided.number === number ? decided.ahead?.() : null) ?? NOT_AHEAD;
          asks = goOn(round, number, isThere ? result : 0, ahead, notes);
          isThere = true;
          if (!asks) return { value: tooLong(nowhere) };
          isOver = asks.does === DOES.end || asks.does === DOES.threw;
        }
      },
    };
  };
  return Object.assign(begin, { threadName: name, isDaemon, work: name });
}

const nowhere: LocalState = { programSite: -1, programSites: [], addTo: () => "unknown" };

/** What a thread asks for that waits for its first turn, or was woken. */
const beginning: Asked = { does: DOES.other, at: 0, first: 0, second: 0, timeoutMs: Infinity, on: 0 };

/**
 * Lets a thread go on to its next decision point, or past `ahead` of them. Answers what it asks for there; null: it did not
 * come there in time.
 * @param notes get what it has done before that.
 */
export function goOn(
  { stage, asked }: Pick<Round, "stage" | "asked">,
  number: number,
  answer: number,
  ahead: Ahead,
  notes: Notes,
): Asked | null {
  const { conductor } = stage;
  const isHere = stage.grant(number, answer, ahead);
  conductor.takeNotes(notes, (does, at) => {
    if (does === DOES.unpark) wakeAt(asked, at);
    if (does !== DOES.start) return;
    stage.worker(at);
    asked.set(at, beginning); // also where the search gives up before it comes to this step
  });
  if (!isHere) {
    asked.set(number, null);
    return null;
  }
  const found = conductor.asked(number);
  if (found.does === DOES.end || found.does === DOES.threw) asked.delete(number);
  else asked.set(number, found);
  return found;
}

/** Whoever waited there goes on, where a run is only to end. One too many has woken without cause. */
function wakeAt(asked: Round["asked"], at: number): void {
  for (const [number, what] of asked) if (what?.does === DOES.park && what.at === at) asked.set(number, beginning);
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
    (own) => own.realWord(`word ${at}`, { value: () => stage.valueAt(at), name: () => stage.nameAt(at) }, isWide),
    RealWord,
    0,
  );
  words.set(at, word);
  return word;
}

/** What each of `DOES` means for its word. */
const MEANINGS: Readonly<Record<number, OperationKind>> = {
  [DOES.load]: "load",
  [DOES.store]: "store",
  [DOES.add]: "add",
  [DOES.exchange]: "exchange",
  [DOES.compareExchange]: "compare-exchange",
  [DOES.read]: "load",
  [DOES.write]: "store",
  [DOES.park]: "park",
  [DOES.unpark]: "unpark",
};

/** Of a section, and of what isn't known: anything may be touched. */
const ANYTHING = "add";

const isPlain = (does: number): boolean => does === DOES.read || does === DOES.write;

function wordOf(round: Round, does: number, at: number): RealWord {
  return does in MEANINGS ? wordAt(round, at, false) : wordAt(round, 0, true);
}

/** Tells what a real thread has done without asking. */
function tell(round: Round, number: number, { does, at, first }: Notes): void {
  const { memory, stage, bodies } = round;
  if (does !== DOES.start)
    return memory.onDone?.(number - 1, wordOf(round, does, at), MEANINGS[does] ?? ANYTHING, isPlain(does));
  const name = stage.gate.nameOf(at);
  const thread = memory.during(`thread ${at}`, (own) => own.thread(name), ThreadObject, 0);
  const isDaemon = first === 1;
  let body = bodies.get(at);
  if (body?.threadName !== name || body.isDaemon !== isDaemon)
    bodies.set(at, (body = realThread(round, at, name, isDaemon)));
  memory.onStarted?.(number - 1, thread, body);
}

/** What a thread is about to do, or has done at a decision point that it passed. */
type Step = Pick<Asked, "does" | "at" | "first" | "second"> & { readonly timeoutMs?: number };

function operationOf(round: Round, { does, at, first, second, timeoutMs = Infinity }: Step): Operation {
  const kind = MEANINGS[does] ?? ANYTHING;
  const isSwap = kind === "compare-exchange";
  const expects = isSwap || kind === "park";
  return operation(wordOf(round, does, at), kind, {
    value: isSwap ? second : expects ? 0 : first,
    expected: expects ? first : 0,
    timeoutMs,
    isPlain: isPlain(does),
  });
}
