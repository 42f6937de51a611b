import { demandIoUring } from "@lockstep/os";
import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import type { JointRequest } from "./box-channel.ts";
import type { Readiness } from "./echo-server.ts";

const CLIENTS = 20;
const MESSAGES = 25;
const LARGE_BYTES = 2 ** 20;

/** An echo server on the box's loopback with many clients, each told by the readiness the input names; or a ring. */
export async function joint({ input }: JointRequest): Promise<unknown> {
  if (input === "io_uring") return refusalOf(demandIoUring);
  const readiness: Readiness = input === "signals" ? "signals" : "epoll";
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const server = new Worker(new URL("./echo-server.mjs", import.meta.url), { workerData: { readiness, stop } });
  // Rejects with what the thread threw.
  const started = once(server, "message");
  const refused = await refusalOf(() => started);
  if (refused !== "done") return refused;
  const [port]: number[] = await started;
  if (port === undefined) throw new Error("the server named no port");
  const echoes = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => talk(port, client)));
  const large = await echo(port, "x".repeat(LARGE_BYTES));
  Atomics.store(stop, 0, 1);
  const [code] = await once(server, "exit");
  return {
    right: echoes.flat().filter((right) => right).length,
    large: large === "X".repeat(LARGE_BYTES),
    code,
  };
}

/** Messages one after another over one connection; each is awaited before the next. */
async function talk(port: number, client: number): Promise<boolean[]> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const right: boolean[] = [];
  for (let turn = 0; turn < MESSAGES; turn++) {
    const text = `message ${turn} of client ${client}`;
    socket.write(text);
    let got = "";
    while (got.length < text.length) got += String((await once(socket, "data"))[0]);
    right.push(got === text.toUpperCase());
  }
  socket.end();
  await once(socket, "close");
  return right;
}

/** One text, sent as a whole; more than the kernel takes at once. */
async function echo(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text);
  let got = "";
  for await (const chunk of socket) got += String(chunk);
  return got;
}

async function refusalOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
    return "done";
  } catch (cause) {
    if (!(cause instanceof Error)) return String(cause);
    return {
      code: "code" in cause ? cause.code : null,
      call: "call" in cause ? cause.call : null,
      says: cause.message,
    };
  }
}
