import type { ThreadRounds } from "@lockstep/contracts";
import { visible } from "./visible-text.ts";

const WIDTH = 60;

/** Rounds on real threads as a plot: a point for each on an axis from none to as many times as there are cores, then what each thread worked. */
export function roundsText({ cores, rounds, timeMs, threads, wallSpeedUp }: ThreadRounds): string {
  const names = [...rounds.map((_round, i) => `round ${i + 1}`), ...threads.map(({ name }) => visible(name))];
  const width = Math.max(...names.map(({ length }) => length));
  const place = (speedUp: number) => Math.round((Math.min(speedUp, cores) / cores) * (WIDTH - 1));
  const points = rounds.map(({ speedUp }, i) => {
    const cells: string[] = Array.from({ length: WIDTH }, (_cell, at) => (at === place(1) ? "┊" : "·"));
    cells[place(speedUp)] = "●";
    return `${(names[i] ?? "").padEnd(width)} ${cells.join("")} ${speedUp.toFixed(2)}`;
  });
  const bars = threads.map(({ cpuTimeMs }, i) => {
    const share = timeMs === 0 ? 0 : Math.min(1, cpuTimeMs / timeMs);
    const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH);
    return `${(names[rounds.length + i] ?? "").padEnd(width)} ${bar} works ${Math.round(share * 100)} %`;
  });
  return [
    ...points,
    ...bars,
    `●  a round, as on ${cores} cores of its own; ┊  as fast as the sequential program`,
    wallSpeedUp === null
      ? "No stopwatch figure: this machine has too few cores, or was busy with something else. Nothing depends on it."
      : `By a stopwatch, on real cores of this machine: ${wallSpeedUp.toFixed(2)} times as fast. For your information; it decides nothing.`,
  ].join("\n");
}
