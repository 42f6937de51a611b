import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRig, type Rig } from "./box-rig.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";
import { isAsLabelled, verdictOnPool } from "./pool-verdict.ts";
import { processPools } from "./process-pools.ts";

/** The bench has all programs, and the votes of a whole verdict. */
const FIRST_VOTE = { leadForFast: 1, leadForSlow: 1, roundsMax: 4 };
/** As far as two readings of one account may differ: what a process does on its way to sleep, and what its helpers do meanwhile. */
const SLACK_MS = 5;
const SLACK_SHARE = 0.1;

describe("programs of processes in a box, paced by ideal cores", () => {
  let rig: Rig;
  let joint: JointPrograms;
  beforeAll(async () => {
    joint = await bundleJoint("process-pools", "../../boot/processes/paced-process");
    rig = await openRig({ boot: joint.boot });
  });
  afterAll(async () => {
    await rig.close();
    joint.remove();
  });

  it.for([
    "the next item by a counter in a queue, under a short lock",
    "one lock of all processes, held for the work",
    "more processes than cores",
    "waits for one sum more than is put",
  ])("%s: as it is labelled", { timeout: 180_000 }, async (name) => {
    const labelled = processPools[name];
    if (!labelled) throw new Error("no such program");
    const { decided } = await verdictOnPool(rig, labelled.text, FIRST_VOTE);
    expect({ asLabelled: isAsLabelled(decided, labelled) ?? true, decided }).toMatchObject({ asLabelled: true });
  });

  it(
    "have accounts that the runner reads too, each process by its number in the box",
    { timeout: 180_000 },
    async () => {
      const { decided, run } = await verdictOnPool(
        rig,
        processPools["all work in one process, beside one that has nothing to do"]?.text ?? "",
        FIRST_VOTE,
      );
      expect(decided.processes).toHaveLength(3);
      for (const { pid, cpuTimeMs } of decided.processes) {
        const threads = (run.threads ?? []).filter((thread) => thread.pid === pid);
        const seenMs = threads.reduce((sum, thread) => sum + thread.cpuTimeMs, 0);
        expect(Math.abs(seenMs - cpuTimeMs)).toBeLessThan(SLACK_MS + SLACK_SHARE * cpuTimeMs);
      }
      expect(await rig.left(run)).toEqual([]);
    },
  );
});
