import { expect, test } from "vitest";
import { allowedCores } from "../src/cores.ts";
import { timingFitness } from "../src/index.ts";

test("says how well this machine can measure threads, in numbers and in a sentence", () => {
  const fitness = timingFitness();
  expect(fitness).toMatchObject({ isMeasurable: true, cores: allowedCores().length });
  expect(fitness.waitedShare).toBeGreaterThanOrEqual(0);
  expect(fitness.waitedShare).toBeLessThan(1);
  expect(fitness.stolenShare).toBeLessThan(1);
  expect(fitness.detail).toMatch(/^\d+ cores?.*; other programs held this one up for \d+ % of the time/);
});
