import {
  attachHeap,
  becomeThread,
  type ErrorData,
  errorData,
  errorFrom,
  Gate,
  gate,
  setGate,
  threadEnds,
} from "@lockstep/memory/seam";
import { callTarget } from "./call-target.ts";
import { currentThread, setCurrentThread } from "./current-thread.ts";
import type { ThreadStart, WorkerSetup } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { keepError, keepResult, markEnded } from "./record.ts";
import { strike } from "./roll.ts";
import { type LineEnd, StartLine } from "./start-line.ts";
import { surround } from "./surroundings.ts";
import { isSignalDue, watchTimeoutSignals } from "./timeout-signals.ts";
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
const exit = process.exit.bind(process);
/** Runs all microtasks, and what they leave; null where this version of Node has no such thing. Called by a microtask it does nothing. */
const runMicrotasks: unknown = Reflect.get(process, "_tickCallback");
/** Threads in a row that need no event loop, until it turns all the same: for what V8 has to do there. */
const ALONE_MAX = 64;

// A conductor knows when nobody can go on, and counts no time.
const noMore = (): void => undefined;
const noTime = (): number => 0;

/** Of an error's text that is told. */
const TOLD_MAX = 10_000;
const UNTELLABLE = "something was thrown of which no text can be made";

/** How the function of a thread ended, or the thread before it. */
type Outcome =
  | { readonly kind: "returned"; readonly result: unknown }
  /** `isHandled`: its hook has taken the error. */
  | { readonly kind: "threw"; readonly error: unknown; readonly isHandled: boolean };

/**
 * Runs the thread of one number, round by round. Never returns. Between rounds it sleeps until the conductor gives its thread
 * the first turn: what it is to run lies at the start line by then. Where there is no conductor, it sleeps there.
 *
 * A thread that calls process.exit(), or whose promises have an error that nobody looks after, ends at that point, and its
 * worker with it: whatever of its code would go on is gone. So does the worker of one that leaves a timer behind. The start line says so, for whoever needs a worker there next.
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
  // Who awaits what nobody settles waits for ever: without this its event loop would have nothing left, and end the worker.
  setInterval(() => undefined, 2 ** 30);

  /** The thread that runs here and is not over. */
  let running: ThreadStart | null = null;
  /** How its function ended, once it has: the first error of a thread stays its end. */
  let first: Outcome | null = null;
  const failLater = (error: unknown) => {
    if (!running) throw error; // it is no thread's, but ours
    if (first?.kind === "threw") return;
    over(running, thrown(running, error), true);
    exit();
  };
  stopAtErrors(failLater);
  process.on("unhandledRejection", failLater);
  process.on("uncaughtException", failLater);
  process.on("exit", () => {
    if (running) over(running, first?.kind === "threw" ? first : { kind: "returned", result: undefined }, true);
  });

  const isMoreDue = watchTimers();

  /** One thread after another. What a thread leaves to microtasks runs while it is still alive, and not in the next round. */
  function serve(): void {
    isMoreDue(); // what there is before the first thread
    for (let alone = 0; alone < ALONE_MAX; alone++) {
      const start = begun();
      running = start;
      first = null;
      const outcome = outcomeOf(start, host);
      if (outcome instanceof Promise || typeof runMicrotasks !== "function") {
        void Promise.resolve(outcome).then((known) => {
          first = known;
          return void soon(() => finish(start, known) && serve());
        });
        return;
      }
      first = outcome;
      Reflect.apply(runMicrotasks, process, []);
      if (!finish(start, outcome)) return;
    }
    soon(serve);
  }

  /** A timer that it leaves behind would come in another round. Answers whether the worker goes on. */
  function finish(start: ThreadStart, outcome: Outcome): boolean {
    if (running !== start) return false; // the last that it left to microtasks has ended it: see exit() in failLater, which may come back
    const leavesMore = isMoreDue();
    over(start, outcome, leavesMore);
    if (leavesMore) exit();
    return !leavesMore;
  }

  /** Sleeps until there is a thread to run. */
  function begun(): ThreadStart {
    if (!gate) starts.await(place);
    else gate.enter(0, place);
    const start = starts.read(place);
    const { number, name, daemon } = start;
    becomeThread({ number, name, daemon, mayBlock: true });
    setCurrentThread(start.at);
    return start;
  }

  /** @param isLeaving the worker ends with it. */
  function over(start: ThreadStart, outcome: Outcome, isLeaving = false): void {
    const end = keep(start, outcome);
    starts.keepEnd(place, end);
    running = null;
    threadEnds();
    strike(start.at);
    markEnded(start.at);
    if (isLeaving) starts.leave(place);
    if (!gate) starts.over(place);
    else gate.end(end.kind === "threw");
  }

  return new Promise(() => void soon(serve)); // not in a microtask
}

/**
 * Node tells of an error in such a callback from a place that goes on after exit(), with the thread's other microtasks: here it
 * is told in the microtask itself, which ends there.
 */
function stopAtErrors(fail: (error: unknown) => void): void {
  const queue = globalThis.queueMicrotask;
  globalThis.queueMicrotask = (callback) => {
    if (typeof callback !== "function") return queue(callback);
    queue(() => {
      try {
        callback();
      } catch (error) {
        fail(error);
      }
    });
  };
}

/** Answers whether there are more timers and open handles by now. */
function watchTimers(): () => boolean {
  let before: number | null = null;
  watchTimeoutSignals();
  void [process.stdout, process.stderr]; // made at first use
  return () => {
    // Ports are left out: printing opens one until the conductor's event loop turns.
    const now = process.getActiveResourcesInfo().filter((each) => each !== "MessagePort").length;
    before ??= now;
    return now > before || isSignalDue();
  };
}

function outcomeOf(start: ThreadStart, host: ModuleHost): Outcome | Promise<Outcome> {
  try {
    const result = callTarget(start, host);
    // As `await` has it: whatever has a `then`.
    if (!isThenable(result)) return { kind: "returned", result };
    return awaited(start, result);
  } catch (error) {
    return thrown(start, error);
  }
}

async function awaited(start: ThreadStart, result: unknown): Promise<Outcome> {
  try {
    return { kind: "returned", result: await result };
  } catch (error) {
    return thrown(start, error);
  }
}

function isThenable(result: unknown): boolean {
  return (typeof result === "object" || typeof result === "function") && result !== null && "then" in result;
}

function thrown({ number }: ThreadStart, error: unknown): Outcome {
  return { kind: "threw", ...(number === 1 ? { isHandled: false, error } : handle(error, currentThread())) };
}

/** Keeps how a thread ended, for those who ask it; answers what the conductor is told. */
function keep(start: ThreadStart, outcome: Outcome): LineEnd {
  if (outcome.kind === "returned") {
    if (start.number === 1) return { kind: "returned", result: textOf(outcome.result) };
    keepResult(start.at, outcome.result);
    return { kind: "returned", result: null };
  }
  const { text, data } = toldOf(outcome.error);
  const isKept = keepTold(start.at, data);
  return outcome.isHandled && isKept ? { kind: "returned", result: null } : { kind: "threw", error: text };
}

/** Of whatever was thrown: it may be anything, and answer anything. */
function toldOf(error: unknown): { readonly text: string; readonly data: ErrorData } {
  try {
    const data = errorData(error instanceof Error ? error : new Error(String(error)));
    return { text: String(error).slice(0, TOLD_MAX), data };
  } catch {
    return { text: UNTELLABLE, data: { name: "Error", message: UNTELLABLE, stack: "" } };
  }
}

/** Answers whether there was room for it: the thread is over all the same. */
function keepTold(at: number, data: ErrorData): boolean {
  try {
    keepError(at, errorFrom(data));
    return true;
  } catch {
    return false;
  }
}

function textOf(result: unknown): string | null {
  try {
    return JSON.stringify(result) ?? String(result);
  } catch {
    return null;
  }
}
