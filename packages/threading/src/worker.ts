import { attachHeap, becomeThread, decode, Gate, gate, setGate, unpark } from "@lockstep/memory/seam";
import type { MessagePort } from "node:worker_threads";
import type { RunMessage, ThreadStart, ThrownError, WorkerMessage, WorkerSetup } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { markEnded, surround } from "./thread.ts";

export interface ThreadServer {
  readonly host: ModuleHost;
  /** Before each thread: forget what the last one left. */
  prepare?(start: ThreadStart): void;
  /** What of a result may leave the thread. Plain copy. */
  copy(result: unknown): unknown;
  describeError(error: unknown): ThrownError;
}

/** Makes this worker serve threads, one after another, as the supervisor sends them. */
export function serveThreads(port: MessagePort, setup: WorkerSetup, server: ThreadServer): void {
  attachHeap(setup.heap);
  const say = (message: WorkerMessage) => port.postMessage(message);
  surround({ host: server.host, start: (start) => say({ kind: "start", start }) });
  port.on("message", (message: RunMessage) => void runThread(message));

  async function runThread({ start, gated }: RunMessage): Promise<void> {
    becomeThread({ number: start.number, name: start.name, mayBlock: true });
    setGate(gated ? new Gate(setup.gate, () => say({ kind: "stuck" })) : null);
    gate?.enter();
    let end: WorkerMessage;
    try {
      server.prepare?.(start);
      const target = await server.host.find(start.target);
      const result = await target(...start.args.map(decode));
      end = { kind: "ended", number: start.number, result: server.copy(result) };
    } catch (error) {
      end = { kind: "threw", number: start.number, error: server.describeError(error) };
    }
    markEnded(start.at);
    unpark(start.at);
    gate?.end();
    say(end);
  }
}
