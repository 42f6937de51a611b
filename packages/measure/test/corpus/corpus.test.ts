import { expect, test } from "vitest";
import { slowBecause } from "../../src/index.ts";
import { badPrograms } from "./bad.ts";
import { goodPrograms } from "./good.ts";
import { AT_LEAST, graded } from "./graded.ts";

const SEED = 4711;
const ITEMS = 200;

test.each(Object.entries(goodPrograms))("%s: fast enough", (_name, text) => {
  const { isRight, run, speed } = graded(text, SEED, ITEMS);
  expect(run.errors).toEqual([]);
  expect(isRight).toBe(true);
  expect(speed.speedUp).toBeGreaterThanOrEqual(AT_LEAST);
});

test.each(Object.entries(badPrograms))("%s: not fast enough, for its own reason", (_name, { text, because }) => {
  const { isRight, run, speed } = graded(text, SEED, ITEMS);
  expect(run.errors).toEqual([]);
  expect(isRight).toBe(because !== "wrong");
  if (because === "wrong") return;
  expect(speed.speedUp).toBeLessThan(0.9 * AT_LEAST);
  expect(slowBecause(speed)).toBe(because);
});
