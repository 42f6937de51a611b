import type { BenchRow } from "./bench-row.ts";

/** What a topic came to; printed as it is with `--json`. */
export interface BenchResult {
  readonly topic: string;
  readonly machine: { readonly cpus: number; readonly node: string; readonly load1: number };
  readonly rows: readonly BenchRow[];
}

const HEADS = ["", "ours", "p10 – p90", "peer", "", "ratio", "n"] as const;

/** The result for people. Above 1 in the column `ratio`: ours is better. */
export function tableText({ topic, machine, rows }: BenchResult): string {
  const lines = rows.map(({ id, ours, peer, peerName, unit, ratio, spread, repetitions }) => [
    id,
    `${ours} ${unit}`,
    `${spread[0]} – ${spread[1]}`,
    peer === null ? "–" : `${peer} ${unit}`,
    peerName ?? "",
    ratio === null ? "–" : `× ${ratio}`,
    String(repetitions),
  ]);
  const widths = HEADS.map((head, column) => Math.max(head.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const text = [[...HEADS], ...lines].map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const { cpus, node, load1 } = machine;
  return [`${topic} · ${cpus} cores · Node ${node} · load ${load1} when it began`, ...text, ""].join("\n");
}
