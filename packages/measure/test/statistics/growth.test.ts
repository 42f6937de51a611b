import { expect, test } from "vitest";
import { exponentOf, growsAtMost, growthExponent, proportion } from "../../src/index.ts";
import { randomFrom } from "./random.ts";

const SIZES = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];

test.each([0, 0.5, 1, 1.5, 2])("finds the exponent %f again, whatever the factor", (exponent) => {
  const costs = SIZES.map((size) => ({ size, cost: 17 * size ** exponent }));
  expect(growthExponent(costs)).toBeCloseTo(exponent, 9);
});

test("tells n log n from n and from n²", () => {
  const costs = SIZES.map((size) => ({ size, cost: 3 * size * Math.log2(size) + 5000 }));
  expect(exponentOf("n log n", SIZES)).toBeCloseTo(1.11, 2);
  expect(growsAtMost("n log n", costs)).toBe(true);
  expect(growsAtMost("n²", costs)).toBe(true);
  expect(growsAtMost("constant", costs)).toBe(false);
  expect(
    growsAtMost(
      "n log n",
      SIZES.map((size) => ({ size, cost: size ** 2 })),
    ),
  ).toBe(false);
});

test("has no growth of one size", () => {
  expect(() => growthExponent([{ size: 3, cost: 1 }])).toThrow(RangeError);
});

test("bounds a share so that the true one is inside in 95 of 100 experiments", () => {
  const random = randomFrom(3);
  const trials = 2000;
  let inside = 0;
  for (let trial = 0; trial < trials; trial++) {
    let hits = 0;
    for (let i = 0; i < 200; i++) if (random() < 0.05) hits++;
    const { low, high } = proportion(hits, 200);
    if (low <= 0.05 && 0.05 <= high) inside++;
  }
  expect(inside / trials).toBeGreaterThan(0.93);
  expect(inside / trials).toBeLessThan(0.98);
});

test("never calls impossible what was not seen", () => {
  expect(proportion(0, 1000).high).toBeGreaterThan(3 / 1000);
  expect(proportion(0, 1000).low).toBe(0);
});
