import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gatedProgram, proveGated } from "../src/gated/index.ts";
import { programOf } from "../test/run/explored.ts";
import { proofs } from "../test/run/proofs.ts";

const REPETITIONS = 3;

/** The pool with three consumers, proved on real threads: CPU time of all of them, the start of workers included. @throws where it is not a proof. */
export function gatedProofRow(): BenchRow {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-proof-bench-"));
  try {
    const { text, holds } = proofs["pool-3-consumers"] ?? { text: "", holds: () => false };
    const path = join(folder, "pool.ts");
    writeFileSync(path, text);
    const ours = Array.from({ length: REPETITIONS }, () => {
      const began = process.cpuUsage();
      using program = gatedProgram(
        { module: pathToFileURL(path).href, name: "main" },
        { packagesFrom: import.meta.url },
      );
      const { isProved } = proveGated(programOf(text, holds), program);
      if (!isProved) throw new Error("the pool is not proved on real threads");
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    });
    return rowOf({ id: "proof-ms.pool:gated", unit: "ms of CPU", better: "less", ours });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
