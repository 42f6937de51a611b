import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { clients } from "../test/in-flight/clients.ts";
import { verdictOnClient } from "../test/in-flight/flight-verdict.ts";
import { loadsNamed, under } from "./hogs.ts";
import { share } from "./share.ts";

/** Of each client under each load; `LOCKSTEP_VERDICTS=20` makes a long run, `LOCKSTEP_LOADS=idle,1-hog` a part of it. */
const REPETITIONS = Number(process.env["LOCKSTEP_VERDICTS"] ?? 1);
const LOADS = loadsNamed(process.env["LOCKSTEP_LOADS"]);

/** Waits of real sockets: labelled clients over TCP, judged by what the server saw. */
export async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  let [accepts, bad, rejects, good] = [0, 0, 0, 0];
  const idleMs: number[] = [];
  for (const load of LOADS) {
    let [busy, trials] = [0, 0];
    await under(load, async () => {
      for (let repetition = 0; repetition < REPETITIONS; repetition++)
        for (const [name, { because }] of Object.entries(clients)) {
          const began = performance.now();
          const { verdict, because: told, votes } = await verdictOnClient(name);
          if (load === "idle") idleMs.push(performance.now() - began);
          trials++;
          if (because === null) good++;
          else bad++;
          const isRight = because === null ? verdict === "fast" : verdict === "slow" && told === because;
          if (verdict === "busy") busy++;
          else if (!isRight && because === null) rejects++;
          else if (!isRight) accepts++;
          if (isRight) continue;
          const seen = votes.map(
            ({ most, mean, meanAtBest }) => `${most}, ${mean.toFixed(2)}–${meanAtBest.toFixed(2)}`,
          );
          process.stderr.write(`${load}, ${name}: ${verdict}, ${told} (${seen.join("; ")})\n`);
        }
    });
    rows.push(...share(`in-flight.abstentions-${load}`, busy, trials));
  }
  return [
    ...share("in-flight.false-accepts", accepts, bad),
    ...share("in-flight.false-rejects", rejects, good),
    ...rows,
    ...(idleMs.length > 0 ? [rowOf({ id: "in-flight.case-ms", unit: "ms", better: "less", ours: idleMs })] : []),
  ];
}
