import type { GateOptions } from "@lockstep/memory/seam";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { type Round, type RoundEnd, Supervisor } from "./supervisor.ts";

/** What to run: an exported function, and what it is called with. */
export interface Program {
  /** Address of the module, such as `import.meta.url`. */
  readonly module: string;
  /** Name of the exported function. */
  readonly name: string;
  readonly args?: readonly unknown[];
}

/**
 * Runs an exported function as main thread of a program of its own: there `join` and `acquire` may block, while the
 * calling thread stays free. Resolves when all threads of the program are over.
 * @param options.gated one thread at a time, switched by choices from the seed; absent: full speed.
 */
export async function runOnWorker(
  moduleUrl: string,
  name: string,
  args: readonly unknown[] = [],
  options: Pick<Round, "gated" | "onError"> = {},
): Promise<RoundEnd> {
  await using supervisor = plainSupervisor(false);
  return await supervisor.run({ target: { module: moduleUrl, name, source: "" }, args, ...options });
}

/**
 * Runs a program once for each seed, gated. Workers are used again, so modules that the program's module imports keep
 * their state from round to round. Ends with the first round that can't go on or throws.
 */
export async function runRounds(
  { module, name, args = [] }: Program,
  seeds: readonly (number | ({ readonly seed: number } & GateOptions))[],
  stepsMax = 20_000,
): Promise<RoundEnd[]> {
  await using supervisor = plainSupervisor(true);
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
const NEVER_AFTER_CALLS = 2 ** 30;

function plainSupervisor(reuse: boolean): Supervisor {
  setFlagsFromString(`--wasm-wrapper-tiering-budget=${NEVER_AFTER_CALLS}`);
  return new Supervisor((setup) => new Worker(new URL("./plain-worker.ts", import.meta.url), { workerData: setup }), {
    reuse,
  });
}
