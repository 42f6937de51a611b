import type { ThreadRounds } from "@lockstep/contracts";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RoundsChart, type RoundsLabels } from "../src/index.ts";

const labels: RoundsLabels = {
  round: (round, speedUp) => `round ${round}: ${speedUp}`,
  once: "as fast",
  most: "twice",
  share: (percent) => `works ${percent} %`,
  wall: (speedUp) => (speedUp === null ? "nobody looked" : `wall ${speedUp}`),
};
const point = (speedUp: number) => ({ speedUp, parallelism: speedUp, efficiency: 1 });
const rounds: ThreadRounds = {
  cores: 2,
  rounds: [point(1.5), point(1.75), point(2.5)],
  timeMs: 50,
  threads: [
    { name: "main", cpuTimeMs: 5 },
    { name: "worker", cpuTimeMs: 60 },
  ],
  wallSpeedUp: 1.6,
};
const drawn = (more: Partial<ThreadRounds> = {}) =>
  renderToStaticMarkup(<RoundsChart rounds={{ ...rounds, ...more }} caption="Rounds" labels={labels} />);

test("draws a point for each round within the interval they span, and never beyond the cores", () => {
  const html = drawn();

  expect([...html.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x))).toEqual([75, 87.5, 100]);
  expect(html).toContain('x="75" width="25"');
  expect(html).toContain("round 2: 1.75");
});

test("says what each thread worked, at most all of the time, and what the wall clock says or that nobody looked", () => {
  const html = drawn();

  expect(html).toContain("works 10 %");
  expect(html).toContain("works 100 %");
  expect(html).toContain("wall 1.6");
  expect(drawn({ wallSpeedUp: null })).toContain("nobody looked");
});

test("draws no axis where no round voted", () => {
  expect(drawn({ rounds: [] })).not.toContain("ls-rounds__plot");
});
