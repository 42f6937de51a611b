import {
  attachHeap,
  becomeThread,
  decode,
  Gate,
  gate,
  modulesOf,
  pendingWaits,
  setGate,
  threadEnds,
  thisThread,
} from "@lockstep/memory/seam";
import type { MessagePort } from "node:worker_threads";
import type { RunMessage, ThreadStart, ThrownError, WorkerMessage, WorkerSetup } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { markEnded, surround } from "./thread.ts";

/** What a worker needs from the place it runs in: a plain program, or a box. */
export interface ThreadServer {
  readonly host: ModuleHost;
  /** Before each thread: forget what the last one left. */
  prepare?(message: RunMessage): void;
  /** What of the main thread's result may leave it. A plain copy. */
  copy(result: unknown): unknown;
  describeError(error: unknown): ThrownError;
}

/** Resolves when everything that is ready to run in this worker has run. */
function drained(): Promise<void> {
  return new Promise((done) => void setImmediate(done));
}

/** Makes this worker serve threads, one after another, as the supervisor sends them. */
export function serveThreads(port: MessagePort, setup: WorkerSetup, server: ThreadServer): void {
  attachHeap(setup.heap);
  const say = (message: WorkerMessage) => port.postMessage(message);
  surround({ host: server.host, start: (start) => say({ kind: "start", start }) });
  port.on("message", (message: RunMessage) => void runThread(message));

  const threw = (error: unknown) =>
    say({ kind: "threw", number: thisThread().number, error: server.describeError(error), reusable: false });
  // A promise that nobody looks after: the thread that made it is the one that runs here.
  process.on("unhandledRejection", threw);
  process.on("uncaughtException", threw);

  async function runThread(message: RunMessage): Promise<void> {
    const { start, gated } = message;
    becomeThread({ number: start.number, name: start.name, daemon: start.daemon, mayBlock: true });
    setGate(gated ? new Gate(setup.gate, () => say({ kind: "stuck" })) : null);
    gate?.enter();
    let end: WorkerMessage;
    try {
      server.prepare?.(message);
      const result = await call(start);
      // What the thread left to its event loop's microtasks runs here, while it is still alive: after this nothing of it can.
      await drained();
      const copied = start.number === 1 ? server.copy(result) : null;
      end = { kind: "ended", number: start.number, result: copied, reusable: pendingWaits() === 0 };
    } catch (error) {
      const reusable = pendingWaits() === 0;
      end = { kind: "threw", number: start.number, error: server.describeError(error), reusable };
      // A gated round is over with its first error, at this very step: the baton stays here, so that the report is always the same.
      if (gated) return say(end);
    }
    threadEnds();
    markEnded(start.at);
    gate?.end();
    say(end);
  }

  async function call(start: ThreadStart): Promise<unknown> {
    const target = await server.host.find(start.target);
    for (const arg of start.args) for (const declaring of modulesOf(arg)) await server.host.load(declaring);
    return await target(...start.args.map(decode));
  }
}
