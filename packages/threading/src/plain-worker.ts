/** Entry of a worker that serves the threads of a plain program. */
import { parentPort, workerData } from "node:worker_threads";
import type { WorkerSetup } from "./messages.ts";
import { PlainHost } from "./plain-host.ts";
import { serveThreads } from "./worker.ts";

if (!parentPort) throw new Error("this file is the entry of a worker");
const setup: WorkerSetup = workerData;
const host = new PlainHost();
serveThreads(parentPort, setup, {
  host,
  prepare: () => host.reset(),
  copy: (result) => result,
  describeError: (error) =>
    error instanceof Error
      ? { name: error.name, message: error.message, stack: error.stack ?? "", module: null }
      : { name: "Error", message: String(error), stack: "", module: null },
});
