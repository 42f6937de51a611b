import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { loadsNamed, under } from "@lockstep/measure/hogs";
import { share } from "@lockstep/measure/share";
import { openRig } from "../test/box-rig.ts";
import { bundleJoint } from "../test/joints/bundle.ts";
import { isAsLabelled, verdictOnPool } from "../test/pool-verdict.ts";
import { processPools } from "../test/process-pools.ts";

/** Of each program under each load; `LOCKSTEP_VERDICTS=5` makes a long run, `LOCKSTEP_LOADS=idle,1-hog` a part of it, and `LOCKSTEP_PROGRAMS=lock` those with this in their names. */
const REPETITIONS = Number(process.env["LOCKSTEP_VERDICTS"] ?? 1);
const LOADS = loadsNamed(process.env["LOCKSTEP_LOADS"]);
const programs = Object.entries(processPools).filter(([name]) => name.includes(process.env["LOCKSTEP_PROGRAMS"] ?? ""));

/** Labelled programs of processes in real boxes, with the votes of a whole verdict. */
export async function bench(): Promise<readonly BenchRow[]> {
  const joint = await bundleJoint("process-pools", "../../boot/processes/paced-process");
  const rig = await openRig({ boot: joint.boot });
  const rows: BenchRow[] = [];
  const idleMs: number[] = [];
  let [accepts, bad, rejects, good] = [0, 0, 0, 0];
  try {
    for (const load of LOADS) {
      let busy = 0;
      await under(load, async () => {
        for (let repetition = 0; repetition < REPETITIONS; repetition++)
          for (const [name, labelled] of programs) {
            const began = performance.now();
            const { decided } = await verdictOnPool(rig, labelled.text);
            const tookMs = performance.now() - began;
            if (load === "idle") idleMs.push(tookMs);
            const isRight = isAsLabelled(decided, labelled);
            if (labelled.because === null) good++;
            else bad++;
            if (isRight === null) busy++;
            else if (!isRight && labelled.because === null) rejects++;
            else if (!isRight) accepts++;
            const seen = decided.votes.map((vote) => `${vote.parallelism.toFixed(2)} × ${vote.efficiency.toFixed(2)}`);
            const says = `${decided.verdict}, ${decided.fault} (${seen.join(", ")}) in ${Math.round(tookMs)} ms`;
            process.stderr.write(`${isRight === true ? "  " : "! "}${load}, ${name}: ${says}\n`);
          }
      });
      rows.push(...share(`processes.abstentions-${load}`, busy, REPETITIONS * programs.length));
    }
  } finally {
    await rig.close();
    joint.remove();
  }
  return [
    // Wrong for another reason than its own counts as a false accept too.
    ...share("processes.false-accepts", accepts, bad),
    ...share("processes.false-rejects", rejects, good),
    ...rows,
    ...(idleMs.length > 0 ? [rowOf({ id: "processes.case-ms", unit: "ms", better: "less", ours: idleMs })] : []),
  ];
}
