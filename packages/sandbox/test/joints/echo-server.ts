// A server on a thread of its own: it blocks in the kernel, and only there.
import { acceptConnection, Epoll, listenOnLoopback, type Listener, SignalDriven } from "@lockstep/os";
import { parentPort, workerData } from "node:worker_threads";
import { EchoConnection } from "./echo-connection.ts";

/** How the server learns that a client has sent something. */
export type Readiness = "epoll" | "signals";

/** Between two looks at whether it should stop: a thread in a blocking call can't be ended from outside. */
const LOOK_MS = 50;

const { readiness, stop }: { readiness: Readiness; stop: Int32Array } = workerData;
const connections = new Map<number, EchoConnection>();
const listener = listenOnLoopback();
const serve = readiness === "epoll" ? byEpoll(listener) : bySignals(listener);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(listener.port);
while (Atomics.load(stop, 0) === 0) serve();
process.exit(0);

function* arrivals(): Generator<EchoConnection> {
  for (;;) {
    const descriptor = acceptConnection(listener.descriptor);
    if (descriptor === null) return;
    const connection = new EchoConnection(descriptor);
    connections.set(descriptor, connection);
    yield connection;
  }
}

function turn(connection: EchoConnection): void {
  if (connection.turn() === "closed") connections.delete(connection.descriptor);
}

function byEpoll({ descriptor: listening }: Listener): () => void {
  const epoll = new Epoll();
  epoll.add(listening, "readable");
  return () => {
    for (const ready of epoll.wait(LOOK_MS)) {
      if (ready === listening) for (const { descriptor } of arrivals()) epoll.add(descriptor, "readable");
      const next = connections.get(ready)?.turn();
      if (next === "closed") connections.delete(ready);
      else if (next) epoll.change(ready, next);
    }
  };
}

function bySignals({ descriptor: listening }: Listener): () => void {
  const signals = new SignalDriven();
  signals.arm(listening);
  const accept = () => {
    for (const connection of arrivals()) {
      signals.arm(connection.descriptor);
      turn(connection); // what came before it was armed tells nobody
    }
  };
  return () => {
    const told = signals.wait(LOOK_MS);
    if (told === null) return;
    if (told === "overflow" || told === listening) accept();
    const ready = told === "overflow" ? [...connections.values()] : [connections.get(told)];
    for (const connection of ready) if (connection) turn(connection);
  };
}
