import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRig, type Rig } from "./box-rig.ts";
import { bundleJoint, type JointPrograms } from "./joints/bundle.ts";
import { isAsLabelled, verdictOnPool } from "./pool-verdict.ts";
import { processPools } from "./process-pools.ts";

/** The bench has all programs, and the votes of a whole verdict; how a round ends is tested without a box. */
const FIRST_VOTE = { leadForFast: 1, leadForSlow: 1, roundsMax: 2 };
/** Who is slow is so on a few as well. */
const FEW_ITEMS = 10;
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

  const judged = async (name: string, items?: number) => {
    const labelled = processPools[name];
    if (!labelled) throw new Error("no such program");
    const { decided, run } = await verdictOnPool(rig, labelled.text, FIRST_VOTE, items);
    return { decided, run, isNotWrong: isAsLabelled(decided, labelled) ?? true };
  };

  it("are never called slow where they are good, whatever the machine does", { timeout: 180_000 }, async () => {
    expect(await judged("the first process works too, beside one child")).toMatchObject({ isNotWrong: true });
  });

  it(
    "are never called fast where one process does nearly all, and their accounts are those that the runner reads",
    { timeout: 180_000 },
    async () => {
      const { decided, run, isNotWrong } = await judged("a busy parent, which does nine tenths itself", FEW_ITEMS);
      expect({ decided, isNotWrong }).toMatchObject({ isNotWrong: true });
      expect(decided.processes).toHaveLength(2);
      for (const { pid, cpuTimeMs } of decided.processes) {
        const threads = (run.threads ?? []).filter((thread) => thread.pid === pid);
        const seenMs = threads.reduce((sum, thread) => sum + thread.cpuTimeMs, 0);
        expect(Math.abs(seenMs - cpuTimeMs)).toBeLessThan(SLACK_MS + SLACK_SHARE * cpuTimeMs);
      }
      expect(await rig.left(run)).toEqual([]);
    },
  );
});
