import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { rightPrograms } from "../test/run/right-programs.ts";
import { wrongPrograms } from "../test/run/wrong-programs.ts";
import { explore } from "../src/index.ts";
import { explored, programOf } from "../test/run/explored.ts";
import { asyncRows } from "./async-rows.ts";
import { gatedProofRow } from "./gated-proof.ts";
import { realThreadRows } from "./real-threads.ts";
import { proofs } from "../test/run/proofs.ts";
import { styledProofs } from "../test/run/styles.ts";

/** Of each program. */
const SCHEDULES = 1000;
const REPETITIONS = 3;

export async function bench(): Promise<readonly BenchRow[]> {
  const rates = Object.values(rightPrograms).map(schedulesPerSecond);
  const waits = Object.values(rightPrograms).map(({ text, holds, spuriousMax = 0 }) =>
    cpuMsOf(() => explored(text, holds, { spuriousMax })),
  );
  const toBug = Object.values(wrongPrograms).map(
    ({ text, holds, spuriousMax = 0 }) => explored(text, holds, { spuriousMax }).failure?.run ?? 1,
  );
  return [
    rowOf({ id: "schedules-per-second.generator", unit: "schedules/s", better: "more", ours: rates }),
    ...(await realThreadRows()),
    rowOf({ id: "explore-ms.corpus", unit: "ms of CPU", better: "less", ours: waits }),
    rowOf({ id: "schedules-to-bug.max", unit: "schedules", better: "less", ours: toBug, quantile: 1 }),
    ...Object.entries({ ...proofs, ...styledProofs }).map(([name, { text, holds }]) =>
      rowOf({
        id: `proof-ms.${name.replaceAll(", ", ":").replaceAll(" ", "-")}`,
        unit: "ms of CPU",
        better: "less",
        ours: Array.from({ length: REPETITIONS }, () => proofMs(name, text, holds)),
      }),
    ),
    gatedProofRow(),
    ...(await asyncRows()),
  ];
}

/** Whole schedules, from the first step to the last: random ones, since an exploration leaves out what it knows. */
function schedulesPerSecond({ text, holds, spuriousMax = 0 }: (typeof rightPrograms)[string]): number {
  const program = programOf(text, holds);
  const options = { spuriousMax, bounds: [], runsMax: 0, collect: true, samples: SCHEDULES };
  explore(program, options);
  let runs = 0;
  const cpuMs = cpuMsOf(() => ({ runs } = explore(program, options)));
  return (runs / cpuMs) * 1000;
}

/** From the text on: what it takes to read, transform and load it is part of a student's wait. @throws where it is not a proof. */
function proofMs(name: string, text: string, holds: (result: unknown) => boolean): number {
  return cpuMsOf(() => {
    const { coverage, failure, isProgressProved } = explored(text, holds);
    if (coverage.kind !== "complete" || failure || !isProgressProved) throw new Error(`${name} is not proved`);
  });
}

function cpuMsOf(body: () => unknown): number {
  const began = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
