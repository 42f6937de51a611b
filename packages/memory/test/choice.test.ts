import { expect, test } from "vitest";
import { SeededChoice } from "../src/choice.ts";

test("picks a runnable thread only, also when the current one can't go on", () => {
  let turn = 0;
  const choice = new SeededChoice(5);

  const picked = Array.from({ length: 300 }, () =>
    choice.choose(9, [2, 3, 4], () => (turn = (turn * 1_103_515_245 + 12_345) >>> 0)),
  );

  expect(new Set(picked)).toEqual(new Set([2, 3, 4]));
});

test("lets time-outs pass early in most rounds, and in others never", () => {
  let turn = 0;
  const next = () => (turn = (turn * 1_103_515_245 + 12_345) >>> 0) >>> 8;
  const early = [0, 32, 64, 96].map((seed) => {
    const choice = new SeededChoice(seed);
    return Array.from({ length: 300 }, () => choice.passesTime(next)).includes(true);
  });

  expect(early).toEqual([false, true, true, true]);
});
