import type { GateOptions } from "@lockstep/memory/seam";
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { WorkerSetup } from "./messages.ts";
import { ownSources } from "./own-sources.ts";
import type { PlainWorkerData } from "./plain-worker.ts";
import { readProgram } from "./program-text.ts";
import { type Round, type RoundEnd, Supervisor } from "./supervisor.ts";

/** What to run: an exported function, and what it is called with. */
export interface Program {
  /** Address of the module, such as `import.meta.url`. */
  readonly module: string;
  /** Name of the exported function. */
  readonly name: string;
  readonly args?: readonly unknown[];
}

/** How a program is run. */
export type RunOptions = Pick<Round, "gated" | "onError"> & {
  /** Workers that are there before the program begins, for its first threads; absent: none, and its first threads wait until theirs are up. */
  readonly warmWorkers?: number;
};

/**
 * Runs an exported function as main thread of a program of its own: there `join` and `acquire` may block, while the
 * calling thread stays free. Resolves when all threads of the program are over.
 * @param options.gated one thread at a time, switched by choices from the seed; absent: full speed.
 */
export async function runOnWorker(
  moduleUrl: string,
  name: string,
  args: readonly unknown[] = [],
  { warmWorkers = 0, ...options }: RunOptions = {},
): Promise<RoundEnd> {
  await using supervisor = plainSupervisor(moduleUrl, false);
  await supervisor.warm(warmWorkers);
  return await supervisor.run({ target: { module: moduleUrl, name, source: "" }, args, ...options });
}

/**
 * Runs a program once for each seed, gated. Where the platform loads it, modules that its module imports keep their state
 * from round to round. Ends with the first round that can't go on or throws.
 */
export async function runRounds(
  { module, name, args = [] }: Program,
  seeds: readonly (number | ({ readonly seed: number } & GateOptions))[],
  stepsMax = 20_000,
): Promise<RoundEnd[]> {
  await using supervisor = plainSupervisor(module, true);
  const ends: RoundEnd[] = [];
  for (const each of seeds) {
    const gated = { stepsMax, ...(typeof each === "number" ? { seed: each } : each) };
    const end = await supervisor.run({
      target: { module, name, source: "" },
      args,
      gated,
    });
    ends.push(end);
    if (end.kind !== "over") break;
  }
  return ends;
}

// Node strips types with a WebAssembly module that all workers share. V8 13.6 may free code of it that a worker that starts
// still uses, when it replaces the generic wrapper around an import after 1,000 calls: the process dies of SIGSEGV, about
// once in ten runs of some dozen workers. So the wrapper is never replaced; boxes strip no types and don't need this.
export const NEVER_AFTER_CALLS = 2 ** 30;

/** @param reuse also where the platform loads the program: then modules that its module imports keep their state. */
function plainSupervisor(module: string, reuse: boolean): Supervisor {
  setFlagsFromString(`--wasm-wrapper-tiering-budget=${NEVER_AFTER_CALLS}`);
  const program = readProgram(module);
  const sources = ownSources(program?.outside ?? []);
  const create = (setup: WorkerSetup) => {
    const workerData: PlainWorkerData = { setup, program, sources };
    return new Worker(new URL("./plain-boot.mjs", import.meta.url), { workerData });
  };
  return new Supervisor(create, {
    reuse: reuse || program !== null,
    sharedWorkers: program === null ? 0 : availableParallelism(),
  });
}
