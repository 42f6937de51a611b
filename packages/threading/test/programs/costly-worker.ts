/** Entry of a worker that takes long to get ready for each thread; the thread itself answers what that has cost. */
import { parentPort, workerData } from "node:worker_threads";
import { serveThreads, threadCpuTimeMs } from "../../src/machinery.ts";

if (!parentPort) throw new Error("this file is the entry of a worker");
let costMs = 0;
serveThreads(parentPort, workerData, {
  host: {
    isLoading: false,
    describe: ({ name }) => ({ module: "costly", name, source: "" }),
    load: () => ({}),
    find: () => () => costMs,
  },
  prepare: () => {
    const beganMs = threadCpuTimeMs();
    while (threadCpuTimeMs() < beganMs + 100);
    costMs = threadCpuTimeMs() - beganMs;
  },
  copy: (result) => result,
  describeError: (error) => ({ name: "Error", message: String(error), stack: "", module: null }),
});
