/**
 * First program in a box: says that it is ready, then takes requests over descriptor 3 and answers each with one frame. It
 * ends itself after a request whose rounds did not all come to their end.
 */
import type { BoxRequest, BoxRest } from "@lockstep/contracts";
import { Supervisor, type WorkerSetup } from "@lockstep/threading/machinery";
import { Socket } from "node:net";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { STUDENT } from "./names.ts";
import { runRounds, runTransformed } from "./rounds.ts";
import type { BoxWorkerData, Modules } from "./worker.ts";

/** Workers that are started before the first request comes: as many threads as a small scenario has. */
const WARM = 4;

const channel = new Socket({ fd: 3 });
const ports: MessagePort[] = [];
let modules: Modules | undefined;

function createWorker(setup: WorkerSetup): Worker {
  const { port1, port2 } = new MessageChannel();
  const workerData: BoxWorkerData = { setup, modules: port2 };
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    workerData,
    name: `worker-${ports.length + 1}`, // so it is known from outside; the first worker has number 1
    transferList: [port2],
    stdout: false,
    stderr: false,
  });
  ports.push(port1);
  if (modules) tell(port1, modules);
  return worker;
}

function tell(port: MessagePort, what: Modules): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  port.postMessage(what);
}

function send(value: unknown): Promise<void> {
  const body = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  return new Promise((done) => channel.write(frame, () => done()));
}

/** The runner is trusted: it made the texts, and sends the next one after the answer. */
async function* requests(): AsyncGenerator<BoxRequest | BoxRest> {
  let pending = Buffer.alloc(0);
  for await (const chunk of channel as AsyncIterable<Buffer>) {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
      const end = 4 + pending.readUInt32BE(0);
      yield JSON.parse(pending.subarray(4, end).toString());
      pending = pending.subarray(end);
    }
  }
}

const supervisor = new Supervisor(createWorker, { reuse: true });
void supervisor.warm(WARM);
await send({ ready: true });
for await (const request of requests()) {
  if ("rest" in request) {
    await send(request);
    continue;
  }
  modules = {
    student: { ...request.student, name: STUDENT },
    scenario: request.scenario ?? null,
    explored: request.exploration
      ? { ...request.exploration, input: request.input, seed: request.seeds[0] ?? 0, stepsMax: request.stepsMax }
      : null,
    timed: request.timing ? { ...request.timing, input: request.input, stepsMax: request.stepsMax } : null,
    printErrors: request.mode === "program",
    firstRound: supervisor.rounds + 1,
  };
  for (const port of ports) tell(port, modules);
  const { mode } = request;
  const isTransformed = mode === "explored" || mode === "timed";
  const answer = isTransformed ? await runTransformed(supervisor, mode) : await runRounds(supervisor, request);
  await send({ nonce: request.nonce, ...answer });
  // Threads that can't go on are still asleep; those of a model are gone.
  if (!isTransformed && answer.outcomes.some(({ outcome }) => outcome.kind !== "returned")) break;
}
process.exit(0); // or the runner is gone
