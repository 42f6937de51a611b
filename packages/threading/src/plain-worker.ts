/** What a worker that serves the threads of a plain program runs, once `plain-boot.mjs` has told it where our sources are. */
import { parentPort, workerData } from "node:worker_threads";
import { type ConductedSetup, serveConducted } from "./conducted-worker.ts";
import { InstanceHost } from "./instance-host.ts";
import type { WorkerSetup } from "./messages.ts";
import { PlainHost } from "./plain-host.ts";
import type { ProgramText } from "./program-text.ts";
import { watchTimeoutSignals } from "./timeout-signals.ts";
import { serveThreads } from "./worker.ts";
import { WorkerTraces } from "./worker-traces.ts";

/** What such a worker is born with. */
export interface PlainWorkerData {
  readonly setup: WorkerSetup;
  /** Null: the platform loads the program. */
  readonly program: ProgramText | null;
  /** Our packages as JavaScript, for `plain-boot.mjs`. */
  readonly sources: ReadonlyMap<string, string>;
  /** For a round whose choices are a conductor's. */
  readonly conducted?: ConductedSetup;
}

if (!parentPort) throw new Error("this file is the entry of a worker");
const { setup, program, conducted }: PlainWorkerData = workerData;
const host = program ? new InstanceHost(program) : new PlainHost();
if (host instanceof InstanceHost) await host.beUp();
// Node loads these at their first use, which takes longer than a thread's start: so not then.
performance.now();
clearInterval(setInterval(() => undefined, 1));
if (conducted) await serveConducted(setup, conducted, host);
watchTimeoutSignals();
serveThreads(parentPort, setup, {
  host,
  prepare: () => {
    if (host instanceof PlainHost) host.reset();
  },
  isClean: () => traces.isClean,
  isMoreDue: () => traces.isMoreDue,
  isPortOpen: () => traces.isPortOpen,
  copy: (result) => result,
  describeError: (error) =>
    error instanceof Error
      ? { name: error.name, message: error.message, stack: error.stack ?? "", module: null }
      : { name: "Error", message: String(error), stack: "", module: null },
});
// With what serving threads has brought along.
const traces = new WorkerTraces();
