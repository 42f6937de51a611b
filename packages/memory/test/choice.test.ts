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
