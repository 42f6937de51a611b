import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { proportion } from "../src/index.ts";

/** The row of a share, with 95 % bounds as its spread; no row of no trials. */
export function share(id: string, hits: number, trials: number): readonly BenchRow[] {
  if (trials === 0) return [];
  const { low, high } = proportion(hits, trials);
  const row = rowOf({ id, unit: "share", better: "less", ours: [hits / trials] });
  return [{ ...row, spread: [Number(low.toPrecision(3)), Number(high.toPrecision(3))], repetitions: trials }];
}
