import { LEAD_RULE, type LeadRule } from "@lockstep/measure/claims";
import { observed, type Rig } from "./box-rig.ts";
import type { PoolInput, PoolVerdict } from "./joints/process-pools.ts";
import { moduleText } from "./module-text.ts";
import { type LabelledPool, POOL_PRELUDE, POOL_REFERENCE } from "./process-pools.ts";
import type { BoxJob, BoxRun } from "../src/box-run.ts";

const CORES = 2;
const AT_LEAST = 1.6;
/** Of some 5 ms each, beside which it is little to ask for one. */
const ITEMS = 24;
const LIMITS = { wallTimeMs: 120_000, cpuTimeMs: 120_000, memoryBytes: 2 ** 30, processes: 256, outputBytes: 65_536 };

/** Judges a labelled program of processes in a box of its own. */
export async function verdictOnPool(
  rig: Rig,
  text: string,
  rule: LeadRule = LEAD_RULE,
  items = ITEMS,
): Promise<{ readonly decided: PoolVerdict; readonly run: BoxRun }> {
  const student = await moduleText("student", "student.ts", POOL_PRELUDE + text);
  const reference = await moduleText("student", "reference.ts", POOL_PRELUDE + POOL_REFERENCE);
  const seed = Math.floor(Math.random() * 65_521);
  const input: PoolInput = { reference, cores: CORES, atLeast: AT_LEAST, rule, seed, items };
  const job: BoxJob = {
    request: { student, input: { ...input, rule: { ...rule } }, mode: "program", seeds: [1], stepsMax: 1 },
    limits: LIMITS,
    needs: ["processes"],
  };
  const run = await rig.sandbox.run(job, { countThreads: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own program said it
  return { decided: observed(run) as PoolVerdict, run };
}

/** Whether it came out as the label says; null: the machine was too busy. */
export function isAsLabelled({ verdict, fault }: PoolVerdict, { because }: LabelledPool): boolean | null {
  if (verdict === "busy") return null;
  return because === null ? verdict === "fast" : verdict === "slow" && (fault ?? "slow") === because;
}
