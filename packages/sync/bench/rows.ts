/** One line of a benchmark. `ratio` above 1: ours is better; `peer` is null where it is not measured. */
export interface BenchRow {
  readonly id: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  readonly unit: string;
  readonly ratio: number | null;
  /** The 10th and the 90th percentile of ours. */
  readonly spread: readonly [number, number];
  readonly repetitions: number;
}

const REPETITIONS = 5;

/** Measures ours and the peer by turns, so that both meet the same load; the ratio is the median of the turns' ratios. */
export async function row(options: {
  readonly id: string;
  readonly unit: string;
  readonly better: "less" | "more";
  readonly peerName: string;
  readonly ours: () => number | Promise<number>;
  readonly peer: (() => number | Promise<number>) | null;
}): Promise<BenchRow> {
  const { id, unit, better, peerName } = options;
  const ours: number[] = [];
  const peers: number[] = [];
  for (let turn = -1; turn < REPETITIONS; turn++) {
    const [our, peer] = [await options.ours(), await options.peer?.()];
    if (turn < 0) continue; // warms both up
    ours.push(our);
    if (peer !== undefined) peers.push(peer);
  }
  const ratios = peers.map((peer, turn) => (better === "less" ? peer / (ours[turn] ?? 0) : (ours[turn] ?? 0) / peer));
  const isAlone = peers.length === 0;
  return {
    id,
    ours: quantile(ours, 0.5),
    peer: isAlone ? null : quantile(peers, 0.5),
    peerName,
    unit,
    ratio: isAlone ? null : quantile(ratios, 0.5),
    spread: [quantile(ours, 0.1), quantile(ours, 0.9)],
    repetitions: ours.length,
  };
}

function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return Number((sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN).toPrecision(4));
}
