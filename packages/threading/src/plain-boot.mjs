/** Entry of a plain program's workers: our sources come from whoever started them, without their types, so that not every worker strips them again. */
import { registerHooks } from "node:module";
import { workerData } from "node:worker_threads";

registerHooks({
  load(url, context, nextLoad) {
    const source = workerData.sources.get(url);
    return source === undefined ? nextLoad(url, context) : { format: "module", source, shortCircuit: true };
  },
});
await import("./plain-worker.ts");
