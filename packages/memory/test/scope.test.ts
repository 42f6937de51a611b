import { expect, test } from "vitest";
import { Cell, I32Array } from "../src/index.ts";
import { addressOf, evaluating } from "../src/seam.ts";

test("module-level objects are matched by module and order, however long the module's address is", () => {
  const module = `file:///${"folder/".repeat(20)}program.ts`;
  const evaluate = () => evaluating(module, () => [new Cell(), new I32Array(2), new Cell()].map(addressOf));
  const first = evaluate();

  expect(new Set(first).size).toBe(3);
  expect(evaluate()).toEqual(first);
  expect(evaluating(`${module}x`, () => addressOf(new Cell()))).not.toBe(first[0]);
});
