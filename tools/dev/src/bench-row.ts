/** One line of a benchmark. */
export interface BenchRow {
  /** `what[.stat][:peer]`, such as `lock.uncontended:async-mutex`. */
  readonly id: string;
  readonly ours: number;
  /** Null where nothing stands beside it, or the peer is not installed. */
  readonly peer: number | null;
  readonly peerName: string | null;
  /** Of `ours`, `peer` and `spread`. */
  readonly unit: string;
  /** Above 1: ours is better. */
  readonly ratio: number | null;
  /** The 10th and the 90th percentile of ours. */
  readonly spread: readonly [number, number];
  /** Samples of ours. */
  readonly repetitions: number;
}

/** What a file `bench/<topic>.bench.ts` exports under the name `bench`. */
export type Bench = () => Promise<readonly BenchRow[]>;

/** Samples taken by turns: the i-th of both saw the same machine. */
export interface Turns {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

type Sample = () => number | Promise<number>;

/** Longer than any sample takes, also on a machine that is busy. */
const PEER_LIMIT_MS = 40_000;

/**
 * Takes samples of ours and of the peer by turns, changing who is first, so that both meet the same load. One turn of each
 * before the first is thrown away. A peer that doesn't answer in time is asked no more: some libraries lose a promise, and
 * the benchmark would end with nothing.
 * @param peer null where it is not installed.
 * @param peerLimitMs how long one sample of the peer may take.
 */
export async function byTurns(
  repetitions: number,
  ours: Sample,
  peer: Sample | null,
  peerLimitMs: number = PEER_LIMIT_MS,
): Promise<Turns> {
  const samples = { ours: [] as number[], peer: [] as number[] };
  let asked = peer;
  for (let turn = -1; turn < repetitions; turn++) {
    const order = turn % 2 === 0 ? (["ours", "peer"] as const) : (["peer", "ours"] as const);
    for (const who of order) {
      const sample = who === "ours" ? await ours() : asked && (await inTime(asked, peerLimitMs));
      if (who === "peer" && sample === null) asked = null;
      if (sample !== null && turn >= 0) samples[who].push(sample);
    }
  }
  return samples;
}

/** Null where it has taken too long, which is told. The timer also keeps the process alive, which not every promise does. */
async function inTime(sample: Sample, limitMs: number): Promise<number | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => {
    process.stderr.write(`A peer has not answered in ${limitMs} ms, and is asked no more.\n`);
    resolve(null);
  }, limitMs);
  try {
    return await Promise.race([sample(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A row from samples. Where there are as many of the peer as of ours, the ratio is the median of the ratios of each turn:
 * what slowed down both of them is no difference.
 * @param options.better whether less or more of the unit is better.
 * @param options.quantile which part of the samples `ours` and `peer` tell, 0 to 1; the median where absent.
 */
export function rowOf(options: {
  readonly id: string;
  readonly unit: string;
  readonly better: "less" | "more";
  readonly ours: readonly number[];
  readonly peer?: readonly number[];
  readonly peerName?: string;
  readonly quantile?: number;
}): BenchRow {
  const { id, unit, better, ours, peer = [], peerName = null, quantile: part = 0.5 } = options;
  const isAlone = peer.length === 0;
  const pairs = ours.length === peer.length && part === 0.5;
  const quotient = pairs
    ? quantile(
        ours.map((sample, turn) => sample / (peer[turn] ?? Number.NaN)),
        0.5,
      )
    : quantile(ours, part) / quantile(peer, part);
  return {
    id,
    ours: rounded(quantile(ours, part)),
    peer: isAlone ? null : rounded(quantile(peer, part)),
    peerName,
    unit,
    ratio: isAlone ? null : rounded(better === "more" ? quotient : 1 / quotient),
    spread: [rounded(quantile(ours, 0.1)), rounded(quantile(ours, 0.9))],
    repetitions: ours.length,
  };
}

/**
 * The value below which this part of the samples lies, interpolated. NaN of no samples.
 * @param part 0 to 1.
 */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Four digits tell enough, and what can't be said in JSON doesn't pass for a number. */
function rounded(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`A benchmark measured ${value}.`);
  return Number(value.toPrecision(4));
}
