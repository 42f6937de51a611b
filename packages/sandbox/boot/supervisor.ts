/** First program in a box: says that it is ready, takes one request over descriptor 3, runs it, sends one answer. */
import type { BoxRequest } from "@lockstep/contracts";
import { Supervisor, type WorkerSetup } from "@lockstep/threading/machinery";
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import type { Modules } from "./worker.ts";
import { STUDENT } from "./names.ts";
import { runRounds } from "./rounds.ts";

/** Workers that are started before the request comes: the main thread of the program and one more. */
const WARM = 2;

const channel = new Socket({ fd: 3 });
const waiting: Worker[] = [];
let modules: Modules | undefined;

function createWorker(setup: WorkerSetup): Worker {
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    workerData: setup,
    stdout: false,
    stderr: false,
  });
  if (modules) tell(worker, modules);
  else waiting.push(worker);
  return worker;
}

function tell(worker: Worker, what: Modules): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  worker.postMessage(what);
}

function send(value: unknown): Promise<void> {
  const body = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  return new Promise((done) => channel.write(frame, () => done()));
}

/** Resolves with the one request. The runner is trusted: it made the text. */
function receive(): Promise<BoxRequest> {
  let pending = Buffer.alloc(0);
  return new Promise((resolve) => {
    channel.on("end", () => process.exit(0)); // the runner is gone
    channel.on("data", (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      if (pending.length < 4 || pending.length < 4 + pending.readUInt32BE(0)) return;
      resolve(JSON.parse(pending.subarray(4, 4 + pending.readUInt32BE(0)).toString()));
    });
  });
}

const supervisor = new Supervisor(createWorker, { reuse: true });
supervisor.warm(WARM);
const receiving = receive();
await send({ ready: true });
const request = await receiving;
modules = {
  student: { ...request.student, name: STUDENT },
  scenario: request.scenario ?? null,
  printErrors: request.mode === "program",
};
for (const worker of waiting) tell(worker, modules);
const answer = await runRounds(supervisor, request);
await send({ nonce: request.nonce, ...answer });
process.exit(0); // used once; threads that can't go on are still asleep
