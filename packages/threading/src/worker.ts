import {
  attachHeap,
  becomeThread,
  errorFrom,
  findThreadBy,
  Gate,
  gate,
  pendingWaits,
  setGate,
  threadEnds,
  type ThisThread,
  thisThread,
} from "@lockstep/memory/seam";
import { AsyncLocalStorage } from "node:async_hooks";
import { type MessagePort, threadId } from "node:worker_threads";
import { callTarget } from "./call-target.ts";
import { currentThread, setCurrentThread } from "./current-thread.ts";
import { codeOf } from "./error-code.ts";
import { UnknownIfStuckError } from "./errors.ts";
import type { Ending, RunMessage, ThreadStart, ThrownError, WorkerMessage, WorkerSetup } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { keepError, keepResult, markEnded } from "./record.ts";
import { strike } from "./roll.ts";
import { surround } from "./surroundings.ts";
import { threadCpuTimeMs } from "./thread-clock.ts";
import { handle } from "./uncaught.ts";

/** What a worker needs from the place it runs in: a plain program, or a box. */
export interface ThreadServer {
  readonly host: ModuleHost;
  /** Before each thread, and while others may run: forget what the last one left. Runs nothing of the program, touches nothing shared. */
  prepare?(message: RunMessage): void;
  /** After each thread: whether the worker is as it was before. */
  isClean?(): boolean;
  /** Whether something may come to the event loop that no thread of the program brings, such as a timer; absent: nothing does. */
  isMoreDue?(): boolean;
  /** Whether a message could come that nobody knows of; absent: none can. */
  isPortOpen?(): boolean;
  /** What of the main thread's result may leave it. A plain copy. */
  copy(result: unknown): unknown;
  describeError(error: unknown): ThrownError;
  /** Says of an error that nobody took. */
  report?(error: ThrownError): void;
}

/** Resolves when everything that is ready to run in this worker has run. */
function drained(): Promise<void> {
  return new Promise((done) => void setImmediate(done));
}

/** Which of the threads that share this worker runs. */
const inThread = new AsyncLocalStorage<ThisThread>();

/** What process.exit() throws in a thread that shares its worker. */
class ThreadExit extends Error {}

/** Makes this worker serve threads, as the supervisor sends them: one after another, or several whose functions are async at a time. */
export function serveThreads(port: MessagePort, setup: WorkerSetup, server: ThreadServer): void {
  attachHeap(setup.heap);
  const say = (message: WorkerMessage) => port.postMessage(message);
  surround({ host: server.host, start: (start) => say({ kind: "start", start }) });
  port.on("message", (message: RunMessage) => {
    const { number, name, daemon } = message.start;
    if (!message.isShared) {
      becomeThread({ number, name, daemon, mayBlock: true });
      void runThread(message);
      return;
    }
    share();
    inThread.run({ number, name, daemon, mayBlock: false, isShared: true }, () => void runThread(message));
  });

  /** The threads that run here and are not over. */
  const running = new Map<number, ThreadStart>();
  /** Those that are over: what still comes of them is nobody's. */
  const ended = new WeakSet<ThisThread>();
  /** Those that have called process.exit() in a shared worker, and may have caught what that throws. */
  const exited = new WeakSet<ThisThread>();
  let isShared = false;

  // A promise that nobody looks after: the thread that made it is the one that runs here.
  const failLater = (error: unknown) => fail(error, false);
  process.on("unhandledRejection", failLater);
  process.on("uncaughtException", failLater);
  // A thread that calls process.exit() ends itself alone, silently.
  process.on("exit", () => {
    if (isShared) return;
    for (const start of running.values()) {
      keepResult(start.at, undefined);
      over(start);
    }
  });

  /** Called at the step at which nobody can go on; where that isn't sure, the program is not accused. */
  function stuck(isSure: boolean): void {
    if (isSure) return say({ kind: "stuck" });
    const error = server.describeError(new UnknownIfStuckError());
    say({ kind: "threw", number: thisThread().number, error, reusable: false });
  }

  function share(): void {
    if (isShared) return;
    isShared = true;
    findThreadBy(() => inThread.getStore());
    process.exit = () => {
      exited.add(thisThread());
      throw new ThreadExit("process.exit() in a thread that shares its worker");
    };
  }

  say({ kind: "up" });

  async function runThread(message: RunMessage): Promise<void> {
    const { start, gated } = message;
    running.set(start.number, start);
    setCurrentThread(start.at);
    const outside = {
      isDue: () => server.isMoreDue?.() ?? false,
      isOpen: () => server.isPortOpen?.() ?? false,
    };
    setGate(gated ? new Gate(setup.gate, stuck, threadCpuTimeMs, null, outside) : null);
    server.prepare?.(message); // before the gate: what it costs is no work of the program's
    gate?.enter(threadId);
    try {
      const result = await callTarget(start, server.host);
      gate?.leave();
      // What the thread left to its event loop's microtasks runs here, while it is still alive: after this nothing of it can.
      await drained();
      const copied = start.number === 1 ? server.copy(result) : null;
      // An error of one of its promises may have ended it before: then that stays its end.
      if (start.number !== 1 && running.has(start.number))
        keepResult(start.at, exited.has(thisThread()) ? undefined : result);
      end({ kind: "ended", number: start.number, result: copied }, pendingWaits() === 0);
    } catch (error) {
      fail(error, pendingWaits() === 0);
    }
  }

  /** An error has left the thread's function, or one of its promises. */
  function fail(thrown: unknown, isIdle: boolean): void {
    const { number } = thisThread();
    const start = running.get(number);
    if (ended.has(thisThread())) return;
    if (thrown instanceof ThreadExit || exited.has(thisThread())) {
      if (start) keepResult(start.at, undefined);
      return end({ kind: "ended", number, result: null }, false);
    }
    const { isHandled, error } = number === 1 ? { isHandled: false, error: thrown } : handle(thrown, currentThread());
    const described = server.describeError(error);
    if (!isHandled) server.report?.(described);
    const message: Ending = isHandled
      ? { kind: "ended", number, result: null }
      : { kind: "threw", number, error: described };
    // A gated round is over with its first error, at this very step: the baton stays here, so that the report is always the same.
    if (gate && !isHandled) {
      gate.leave(); // else its event loop would go on, and hand the baton on; and so would its function's end
      running.delete(number);
      ended.add(thisThread());
    }
    if ((gate && !isHandled) || !start) return say({ ...message, reusable: isIdle && isClean() });
    keepError(start.at, errorFor(error, described));
    end(message, isIdle);
  }

  /** @param isIdle nothing of the thread can still run */
  function end(message: Ending, isIdle: boolean): void {
    const start = running.get(message.number);
    if (!start) return; // it has ended with an error of one of its promises, and that was said
    over(start);
    say({ ...message, reusable: isIdle && isClean() });
  }

  function isClean(): boolean {
    return isShared || (server.isClean?.() ?? true);
  }

  /** Nothing of the thread runs any more, and everybody may know. */
  function over(start: ThreadStart): void {
    running.delete(start.number);
    ended.add(thisThread());
    gate?.leave();
    threadEnds();
    strike(start.at);
    markEnded(start.at);
    gate?.end();
  }
}

/** The error as whoever asks for the result gets it. */
function errorFor(error: unknown, { name, message, stack, module }: ThrownError): Error {
  return errorFrom({ name, message, stack: module === null ? stack : "", ...codeOf(error) });
}
