import { attachHeap, becomeThread, errorFrom, Gate, gate, setGate, threadEnds } from "@lockstep/memory/seam";
import { callTarget } from "./call-target.ts";
import { currentThread, setCurrentThread } from "./current-thread.ts";
import { codeOf } from "./error-code.ts";
import type { ThreadStart, WorkerSetup } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { keepError, keepResult, markEnded } from "./record.ts";
import { strike } from "./roll.ts";
import { type LineEnd, StartLine } from "./start-line.ts";
import { surround } from "./surroundings.ts";
import { handleOn, Thread } from "./thread.ts";
import { handle } from "./uncaught.ts";

/** What a worker of a conducted program is born with, beside what all are. */
export interface ConductedSetup {
  /** Where the conductor is asked; null: there is none, and threads run at full speed. */
  readonly conduct: SharedArrayBuffer | null;
  readonly line: SharedArrayBuffer;
  /** The number of the threads that it runs, one in each round. */
  readonly place: number;
}

// Taken before any code of a program's runs.
const soon = globalThis.setImmediate;
/** Runs all microtasks, and what they leave; null where this version of Node has no such thing. Called by a microtask it does nothing. */
const runMicrotasks: unknown = Reflect.get(process, "_tickCallback");
/** Threads in a row that need no event loop, until it turns all the same: for what V8 has to do there. */
const ALONE_MAX = 64;

// A conductor knows when nobody can go on, and counts no time.
const noMore = (): void => undefined;
const noTime = (): number => 0;

/**
 * Runs the thread of one number, round by round. Never returns. Between rounds it sleeps until the conductor gives its thread
 * the first turn: what it is to run lies at the start line by then. Where there is no conductor, it sleeps there.
 */
export function serveConducted(
  setup: WorkerSetup,
  { conduct, line, place }: ConductedSetup,
  host: ModuleHost,
): Promise<never> {
  attachHeap(setup.heap);
  const starts = new StartLine(line);
  surround({ host, start: (start) => starts.pass(start) });
  // One for all rounds: what is read of the round when a gate is made is the same in all that have a conductor.
  setGate(conduct && new Gate(setup.gate, noMore, noTime, conduct));

  /** One thread after another. What a thread leaves to microtasks runs while it is still alive, and not in the next round. */
  function serve(): void {
    for (let alone = 0; alone < ALONE_MAX; alone++) {
      const start = begun();
      const end = endOf(start, host);
      if (end instanceof Promise || typeof runMicrotasks !== "function") {
        void Promise.resolve(end).then((known) => soon(() => (over(start, known), serve())));
        return;
      }
      Reflect.apply(runMicrotasks, process, []);
      over(start, end);
    }
    soon(serve);
  }

  /** Sleeps until there is a thread to run. */
  function begun(): ThreadStart {
    if (!gate) starts.await(place);
    else gate.enter(0, place);
    const start = starts.read(place);
    const { number, name, daemon } = start;
    becomeThread({ number, name, daemon, mayBlock: true });
    setCurrentThread(handleOn(start.at, Thread));
    return start;
  }

  function over({ at }: ThreadStart, end: LineEnd): void {
    starts.keepEnd(place, end);
    threadEnds();
    strike(at);
    markEnded(at);
    if (!gate) starts.over(place);
    else gate.end(end.kind === "threw");
  }

  return new Promise(() => void soon(serve)); // not in a microtask
}

function endOf(start: ThreadStart, host: ModuleHost): LineEnd | Promise<LineEnd> {
  try {
    const result = callTarget(start, host);
    // As `await` has it: whatever has a `then`.
    if (!isThenable(result)) return returned(start, result);
    return Promise.resolve(result).then(
      (known) => returned(start, known),
      (error: unknown) => thrown(start, error),
    );
  } catch (error) {
    return thrown(start, error);
  }
}

function isThenable(result: unknown): boolean {
  return (typeof result === "object" || typeof result === "function") && result !== null && "then" in result;
}

function returned(start: ThreadStart, result: unknown): LineEnd {
  if (start.number === 1) return { kind: "returned", result: textOf(result) };
  keepResult(start.at, result);
  return { kind: "returned", result: null };
}

function thrown(start: ThreadStart, first: unknown): LineEnd {
  const { isHandled, error } = start.number === 1 ? { isHandled: false, error: first } : handle(first, currentThread());
  const told = error instanceof Error ? error : new Error(String(error));
  keepError(start.at, errorFrom({ name: told.name, message: told.message, stack: told.stack ?? "", ...codeOf(error) }));
  return isHandled ? { kind: "returned", result: null } : { kind: "threw", error: String(error) };
}

function textOf(result: unknown): string | null {
  try {
    return JSON.stringify(result) ?? String(result);
  } catch {
    return null;
  }
}
