import { expect, test } from "vitest";
import { exactNumberOf, numberOf, textOf, valueAt } from "../src/directory.ts";
import { attachHeap, createHeap } from "../src/heap.ts";

test("a program that makes more names than there is room for loses names, and nothing else", () => {
  attachHeap(createHeap());
  const numbers = Array.from({ length: 10_000 }, (_unused, i) => numberOf(`an object with the number ${i}`));
  const key = exactNumberOf("what has to have an entry");

  expect(textOf(numbers[0] ?? 0)).toBe("an object with the number 0");
  expect(textOf(numbers[9999] ?? 0)).toBe("…");
  expect(valueAt(key)).toBeGreaterThan(0);
});
